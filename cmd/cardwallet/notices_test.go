package main

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

// readNotices reads what a command said on stderr to a program. Each line has every member of a notice and no other, and values that the
// documentation allows.
func readNotices(ts *testscript.TestScript) (notices []map[string]any) {
	for line := range strings.Lines(ts.ReadFile("stderr")) {
		var n documents.Notice
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		members := map[string]any{}
		if err := d.Decode(&n); err != nil || json.Unmarshal([]byte(line), &members) != nil || len(members) != 6 {
			ts.Fatalf("no notice: %s (%v)", line, err)
		}
		isKind := func(k run.Kind) bool {
			return n.Kind != nil && k.Word == *n.Kind && (n.Exit == nil || k.Exit == *n.Exit)
		}
		switch known := slices.ContainsFunc(run.Kinds, isKind); {
		case n.Message == "", n.Hint != nil && *n.Hint == "", n.Profile != nil && *n.Profile == "",
			n.Level == "error" && (!known || n.Exit == nil),
			n.Level == "warning" && (!known || n.Exit != nil),
			n.Level == "note" && (n.Kind != nil || n.Exit != nil),
			!slices.Contains(documents.Vocabularies[reflect.TypeOf(n.Level)], string(n.Level)):
			ts.Fatalf("a notice that is out of order: %s", line)
		}
		notices = append(notices, members)
	}
	return notices
}

// scriptNotice wants a notice on the last command's stderr that has these members: notice JSON.
func scriptNotice(ts *testscript.TestScript, neg bool, args []string) {
	want := map[string]any{}
	if neg || len(args) != 1 || json.Unmarshal([]byte(args[0]), &want) != nil {
		ts.Fatalf("usage: notice JSON")
	}
	has := func(got map[string]any) bool {
		for member, value := range want {
			if is, there := got[member]; !there || is != value {
				return false
			}
		}
		return true
	}
	if !slices.ContainsFunc(readNotices(ts), has) {
		ts.Fatalf("no such notice")
	}
}

// TestErrorsOfArgumentsAreToldAsTheyAskForIt: --json counts also where the arguments cannot be read.
func TestErrorsOfArgumentsAreToldAsTheyAskForIt(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]bool{
		"": false, "cards": false, "cards --json": true, "--json cards": true, "cards --json=true": true, "cards --json=false": false,
		"transactions --jsonl": true, "cards --jsn": false, "cards --jsonx": false, "cards label x -- --json": false, "cards --json=x": false,
	} {
		if got := wantsJSON(strings.Fields(args)); got != want {
			t.Errorf("%q: %v, want %v", args, got, want)
		}
	}
}

// TestKindsAreDocumented holds docs/errors.md to the kinds of errors and their exit codes.
func TestKindsAreDocumented(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/errors.md")
	if err != nil {
		t.Fatal(err)
	}
	documented, known := map[string]string{}, map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\| ([0-9]) \\|").FindAllStringSubmatch(string(page), -1) {
		documented[row[1]] = row[2]
	}
	for _, k := range run.Kinds {
		known[k.Word] = strconv.Itoa(k.Exit)
	}
	if diff := cmp.Diff(known, documented); diff != "" {
		t.Error(diff)
	}
}
