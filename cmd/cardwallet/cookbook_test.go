package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// longestScript is how many lines a script of the page may have.
const longestScript = 16

// cookbook are the scripts of docs/scripts.md, by the names in their second lines.
func cookbook(t *testing.T) map[string]string {
	t.Helper()
	scripts := map[string]string{}
	script := regexp.MustCompile("(?ms)^```sh\n(#!/bin/sh\n# ([a-z-]+\\.sh) .*?)^```$")
	for _, m := range script.FindAllStringSubmatch(ofProject(t, "docs/scripts.md"), -1) {
		scripts[m[2]] = m[1]
	}
	return scripts
}

// Each section of the page has one script, which is short, ends at the first failure, and says what its exit codes mean. Each is run.
func TestCookbookIsWhole(t *testing.T) {
	t.Parallel()
	sections := regexp.MustCompile(`(?m)^## \d+\. `).Split(ofProject(t, "docs/scripts.md"), -1)[1:]
	scripts := cookbook(t)
	if len(sections) != 10 || len(scripts) != len(sections) {
		t.Errorf("%d sections have %d scripts, want ten of each", len(sections), len(scripts))
	}
	for _, section := range sections {
		title, _, _ := strings.Cut(section, "\n")
		if strings.Count(section, "#!/bin/sh\n") != 1 || !strings.Contains(section, "| exit code | means |\n|---|---|\n| 0 | ") {
			t.Errorf("%q has not one script, and a table of its exit codes", title)
		}
	}
	for name, script := range scripts {
		if lines := strings.Count(script, "\n"); lines > longestScript || !strings.Contains(script, "\nset -eu\n") {
			t.Errorf("%s has %d lines, want at most %d and among them set -eu", name, lines, longestScript)
		}
		run, err := os.ReadFile(filepath.Join("testdata", "cookbook", strings.TrimSuffix(name, ".sh")+".txtar"))
		if err != nil || !strings.Contains(string(run), " sh "+name) {
			t.Errorf("%s is not run: %v", name, err)
		}
	}
}

// TestCookbook runs the scripts as the page has them: as often as cron would, and with an issuer that fails.
func TestCookbook(t *testing.T) {
	t.Parallel()
	scripts := cookbook(t)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/cookbook",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			for name, script := range scripts {
				if err := os.WriteFile(filepath.Join(e.WorkDir, name), []byte(script), 0o700); err != nil {
					return err
				}
			}
			return setupScript(e)
		},
		Cmds: scriptCommands,
	})
}
