package main

import (
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"cardwallet/cmd/internal/setup"
)

// The test binary is built from what the program is built from, and from what tests need besides.
func TestNoticesNameEveryModule(t *testing.T) {
	onlyTests := []string{
		"github.com/charmbracelet/x/vt", "github.com/charmbracelet/x/exp/ordered", "github.com/creack/pty", "github.com/google/go-cmp",
		"github.com/rogpeppe/go-internal", "go.uber.org/goleak", "golang.org/x/tools", "pgregory.net/rapid",
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || len(info.Deps) == 0 {
		t.Fatal("the build does not say what it is made from")
	}
	if !strings.Contains(setup.Notices, "\ngo/LICENSE\n") {
		t.Error("the licence of Go itself is missing")
	}
	for _, module := range info.Deps {
		named := strings.Contains(setup.Notices, "\n"+module.Path+"/") || strings.HasPrefix(setup.Notices, module.Path+"/")
		if !named && !slices.Contains(onlyTests, module.Path) {
			t.Errorf("%s has no licence in thirdparty.txt: run .ci/notices", module.Path)
		}
	}
}
