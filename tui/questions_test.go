package tui_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// holds is a test that holds the questions of a room, which may be none, to the laws of screentest.
var holds = regexp.MustCompile(`(?m)^func Test\w+\(t \*testing\.T\) \{ (\w+Questions|screentest\.Questions\{\})\.Hold\(t\) \}$`)

func TestEveryRoomHoldsItsQuestions(t *testing.T) {
	rooms := 0
	for pkg, row := range layout {
		if !strings.HasPrefix(pkg, "tui/") || !slices.Contains(row.code, "tui/screen") || pkg == "tui/screentest" {
			continue
		}
		rooms++
		files, err := filepath.Glob(filepath.Join("..", filepath.FromSlash(pkg), "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(files, func(file string) bool {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Error(err)
			}
			return holds.Match(text)
		}) {
			t.Errorf("no test of %s holds its questions: see the questions of another room", pkg)
		}
	}
	if rooms < 8 {
		t.Errorf("looked at %d rooms only", rooms)
	}
}
