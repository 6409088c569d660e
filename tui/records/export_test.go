package records

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

// writeIDs writes the format and the ids of the records.
func writeIDs(w io.Writer, format string, records []client.Record) error {
	if _, err := fmt.Fprintln(w, format); err != nil {
		return err
	}
	for _, r := range records {
		if _, err := fmt.Fprintln(w, r.ID); err != nil {
			return err
		}
	}
	return nil
}

func TestExportWritesAllThatTheListSelects(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	screentest.InBubble(t, func(r *screentest.Rig) {
		var records []client.Record
		for n := range 70 {
			records = append(records, screentest.Authorization(n, "auth", []string{"succeed", "failed"}[n%2], "1"))
		}
		k := screentest.KeepRecords(r, records...)
		l := newRecords(r.Env, screentest.AdsCard())
		r.Open(l)
		r.Press("E")
		if len(screentest.Got[ui.PushMsg](r)) != 0 {
			t.Fatal("an export is offered without a writer")
		}
		if said := screentest.Got[ui.NoticeMsg](r); len(said) != 1 || said[0].Text != "records cannot be written to files here" {
			t.Errorf("said %+v", said)
		}
		r.Env.Export = writeIDs
		r.Env.ExpandHome = func(path string) (string, error) { return strings.Replace(path, "~", dir, 1), nil }
		r.Do(l.filter("status:declined"))
		r.Settle()
		r.Press("E")
		pushed := screentest.Got[ui.PushMsg](r)
		if len(pushed) != 1 {
			t.Fatal("nothing opened")
		}
		r.Open(pushed[0].Screen)
		r.OnSmallScreens("Payments, with status:declined", "[csv] json jsonl", "authorizations-5161-2000-01-01.csv",
			"for you alone, never over another file; ~/ is your home")
		r.Do(r.Screen.Update(screentest.KeyMsg("tab")))
		r.Settle()
		r.Shows("[json]", "authorizations-5161-2000-01-01.json")
		before := k.Count("records")
		r.Press("enter")
		if n := k.Count("records") - before; n != 4 {
			t.Errorf("read %d pages of 4", n)
		}
		name := filepath.Join(dir, "authorizations-5161-2000-01-01.json")
		wrote, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if lines := strings.Fields(string(wrote)); len(lines) != 36 || lines[0] != "json" || lines[1] != "trade0001" || lines[35] != "trade0069" {
			t.Errorf("wrote %q", wrote)
		}
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v, %v", info.Mode(), err)
		}
		if n := screentest.Got[ui.NoticeMsg](r); len(n) != 2 || n[1].Level != ui.Good ||
			!strings.Contains(n[1].Text, "35 records written to "+name) {
			t.Errorf("notices %+v", n)
		}
		if len(screentest.Got[ui.BackMsg](r)) != 1 {
			t.Error("the question stays")
		}
		// Never over a file, and nothing half-written stays.
		e := newExport(l)
		r.Open(e)
		r.Do(e.Update(screentest.KeyMsg("tab")))
		r.Press("enter")
		r.OnSmallScreens("not written: ", "is there", "give another name")
		if again, _ := os.ReadFile(name); string(again) != string(wrote) {
			t.Error("the file changed")
		}
		r.Env.Export = func(w io.Writer, format string, records []client.Record) error {
			return errors.Join(writeIDs(w, format, records), errors.New("disk full"))
		}
		r.Typed("l")
		r.Press("enter")
		r.Shows("not written: disk full")
		if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 1 {
			t.Errorf("left %v", left)
		}
		r.Env.Export = writeIDs
		home := newExport(l)
		r.Open(home)
		home.path.SetValue("~/there.csv")
		r.Press("enter")
		if _, err := os.Stat(filepath.Join(dir, "there.csv")); err != nil {
			t.Error(err)
		}
		r.Open(e)
		r.Issuer.Set("records", errors.New("fin: unreachable"))
		r.Press("enter")
		r.Shows("not written: fin: unreachable")
	})
}

// echo answers every page with the same records, and says that there are many more.
type echo struct{ *screentest.Keeper }

func (e *echo) Records(ctx context.Context, q client.RecordQuery) (client.RecordPage, error) {
	q.Page = 1
	page, err := e.Keeper.Records(ctx, q)
	page.Total, page.More = 1_000_000, e.Count("records") < 50
	return page, err
}

func TestExportOfAListThatRepeatsEnds(t *testing.T) {
	t.Chdir(t.TempDir())
	screentest.InBubble(t, func(r *screentest.Rig) {
		k := screentest.KeepRecords(r, screentest.Authorization(1, "auth", "succeed", "1"), screentest.Authorization(2, "auth", "succeed", "1"))
		r.Env.Wallet = client.NewWallet(client.Account{Profile: "fin", Kind: "finhub", Issuer: &echo{k}})
		r.Env.Export = writeIDs
		r.Open(newExport(newRecords(r.Env, screentest.AdsCard())))
		r.Press("enter")
		r.OnSmallScreens("not written: the list does not end, page after page has nothing new")
		if n := k.Count("records"); n != 4 {
			t.Errorf("read %d pages", n)
		}
	})
}
