package spool_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/spool"
)

func TestOutcomesAreKept(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "outcomes")
	d := spool.In(dir)
	if all, err := d.All(); err != nil || len(all) != 0 {
		t.Fatalf("before the first: %v, %v", all, err)
	}
	at := time.Date(2026, 11, 5, 12, 0, 0, 0, time.UTC)
	late := journal.Kept{OrderID: "CWLATE", To: client.MovementUnknown, Description: "no answer; the money may have moved", Ended: true,
		At: at.Add(time.Second), Boot: "db", Ticks: 5 * time.Second}
	early := journal.Kept{OrderID: "CWEARLY", To: client.MovementSucceeded, IssuerOrderID: "9", CardID: "c",
		Fee: client.NewMoney(decimal.RequireFromString("0.75"), "USD"), At: at}
	for _, k := range []journal.Kept{late, {OrderID: "CWEARLY", To: client.MovementProcessing, At: at}, early} {
		if err := d.Keep(k); err != nil {
			t.Fatal(err)
		}
	}
	all, err := spool.In(dir).All()
	if diff := cmp.Diff([]journal.Kept{early, late}, all); err != nil || diff != "" {
		t.Errorf("%v, (-want +got):\n%s", err, diff)
	}
	info, err := os.Stat(filepath.Join(dir, "CWEARLY.json"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	for range 2 { // the second time it is not there
		if err := d.Drop("CWEARLY"); err != nil {
			t.Error(err)
		}
	}
	if all, err := d.All(); err != nil || len(all) != 1 || all[0].OrderID != "CWLATE" {
		t.Errorf("after one was noted: %v, %v", all, err)
	}
}

// TestOneOddFileHidesNoOther: what cannot be read is told, and the rest is read.
func TestOneOddFileHidesNoOther(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "outcomes")
	d := spool.In(dir)
	if err := d.Keep(journal.Kept{OrderID: "CWGOOD", To: client.MovementSucceeded}); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"CWCUT.json": `{"order_id":"CWCUT","to":"succ`,
		"CWOTHER.json": `{"order_id":"CWX","to":"success"}`,
		"CWNONE.json":  ``, "CWGOOD.json.tmp1": `{`, "note.txt": `x`} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	all, err := d.All()
	if len(all) != 1 || all[0].OrderID != "CWGOOD" || err == nil {
		t.Fatalf("%v, %v", all, err)
	}
	for _, name := range []string{"CWCUT", "CWOTHER", "CWNONE"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not told: %v", name, err)
		}
	}
}

func TestOrderNumbersAreNoPaths(t *testing.T) {
	t.Parallel()
	d := spool.In(t.TempDir())
	for _, id := range []string{"", "../x", "a/b", "a b", strings.Repeat("A", 81)} {
		if d.Keep(journal.Kept{OrderID: id, To: client.MovementFailed}) == nil || d.Drop(id) == nil {
			t.Errorf("%q was taken", id)
		}
	}
}
