package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cardwallet/cmd/internal/manual"
	"cardwallet/cmd/internal/run"
)

// What an exit code means is told in one way: in the README, to which the other pages lead, and in every manual page.
func TestExitCodesAreToldAlike(t *testing.T) {
	t.Parallel()
	var want []string
	for code, means := range manual.ExitStatus {
		want = append(want, fmt.Sprintf("| %d | %s |", code, means))
	}
	if len(want) != run.ExitUnanswered+1 {
		t.Errorf("the manual pages tell of %d", len(want))
	}
	rows := regexp.MustCompile(`(?m)^\| [0-9] \| .* \|$`).FindAllString(strings.ReplaceAll(ofProject(t, "README.md"), "**", ""), -1)
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("README.md (-manual +it):\n%s", diff)
	}
	for _, name := range []string{"docs/json.md", "docs/errors.md"} {
		if !strings.Contains(ofProject(t, name), "](../README.md#exit-codes)") {
			t.Errorf("%s does not lead to the exit codes", name)
		}
	}
}

// Each exit code is provoked by one script, with what is said to people, and to programs.
func TestEachExitCodeIsProvoked(t *testing.T) {
	t.Parallel()
	var people, programs, want []string
	for _, m := range regexp.MustCompile(`(?m)^exitcode ([0-9]) (.*)$`).FindAllStringSubmatch(
		ofProject(t, "cmd/cardwallet/testdata/script/exitcodes.txtar"), -1) {
		if strings.Contains(m[2], "--json") {
			programs = append(programs, m[1])
		} else {
			people = append(people, m[1])
		}
	}
	for code := range run.ExitUnanswered + 1 {
		want = append(want, fmt.Sprint(code))
	}
	for _, got := range [][]string{people, programs} {
		if got = slices.Compact(slices.Sorted(slices.Values(got))); !slices.Equal(got, want) {
			t.Errorf("provoked: %v", got)
		}
	}
}
