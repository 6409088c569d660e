package screen

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
	inBubble(t, func(r *rig) {
		var records []client.Record
		for n := range 70 {
			records = append(records, authorization(n, "auth", []string{"succeed", "failed"}[n%2], "1"))
		}
		k := keepRecords(r, records...)
		l := NewRecords(r.env, adsCard())
		r.open(l)
		r.press("E")
		if len(got[ui.PushMsg](r)) != 0 {
			t.Fatal("an export is offered without a writer")
		}
		r.env.Export = writeIDs
		r.env.ExpandHome = func(path string) (string, error) { return strings.Replace(path, "~", dir, 1), nil }
		l.status = "failed"
		l.match()
		r.press("E")
		pushed := got[ui.PushMsg](r)
		if len(pushed) != 1 {
			t.Fatal("nothing opened")
		}
		r.open(pushed[0].Screen)
		r.onSmallScreens("authorizations, status failed", "[csv] json jsonl", "authorizations-5161-2000-01-01.csv", "for you alone, never over another file; ~/ is your home")
		r.do(r.screen.Update(keyMsg("tab")))
		r.settle()
		r.shows("[json]", "authorizations-5161-2000-01-01.json")
		before := k.count("records")
		r.press("enter")
		if n := k.count("records") - before; n != 4 {
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
		if n := got[ui.NoticeMsg](r); len(n) != 1 || n[0].Level != ui.Good || !strings.Contains(n[0].Text, "35 records written to "+name) {
			t.Errorf("notices %+v", n)
		}
		if len(got[ui.BackMsg](r)) != 1 {
			t.Error("the question stays")
		}
		// Never over a file, and nothing half-written stays.
		e := NewExport(r.env, l)
		r.open(e)
		r.do(e.Update(keyMsg("tab")))
		r.press("enter")
		r.onSmallScreens("not written: ", "is there already", "give another name")
		if again, _ := os.ReadFile(name); string(again) != string(wrote) {
			t.Error("the file changed")
		}
		r.env.Export = func(w io.Writer, format string, records []client.Record) error {
			return errors.Join(writeIDs(w, format, records), errors.New("disk full"))
		}
		r.typed("l")
		r.press("enter")
		r.shows("not written: disk full")
		if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 1 {
			t.Errorf("left %v", left)
		}
		r.env.Export = writeIDs
		home := NewExport(r.env, l)
		r.open(home)
		home.path.SetValue("~/there.csv")
		r.press("enter")
		if _, err := os.Stat(filepath.Join(dir, "there.csv")); err != nil {
			t.Error(err)
		}
		r.open(e)
		r.issuer.set("records", errors.New("fin: unreachable"))
		r.press("enter")
		r.shows("not written: fin: unreachable")
	})
}

// echo answers every page with the same records, and says that there are many more.
type echo struct{ *keeper }

func (e *echo) Records(ctx context.Context, q client.RecordQuery) (client.RecordPage, error) {
	q.Page = 1
	page, err := e.keeper.Records(ctx, q)
	page.Total, page.More = 1_000_000, e.count("records") < 50
	return page, err
}

func TestExportOfAListThatRepeatsEnds(t *testing.T) {
	t.Chdir(t.TempDir())
	inBubble(t, func(r *rig) {
		k := keepRecords(r, authorization(1, "auth", "succeed", "1"), authorization(2, "auth", "succeed", "1"))
		r.env.Wallet = client.NewWallet(client.Account{Profile: "fin", Kind: "finhub", Issuer: &echo{k}})
		r.env.Export = writeIDs
		r.open(NewExport(r.env, NewRecords(r.env, adsCard())))
		r.press("enter")
		r.onSmallScreens("not written: the list does not end, page after page has nothing new")
		if n := k.count("records"); n != 4 {
			t.Errorf("read %d pages", n)
		}
	})
}
