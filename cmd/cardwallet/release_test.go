package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// ofProject reads a file of the top directory.
func ofProject(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestChangelogBeginsWithTheRelease(t *testing.T) {
	newest := regexp.MustCompile(`(?m)^## ([0-9.]+)`).FindStringSubmatch(ofProject(t, "CHANGELOG.md"))
	if newest == nil || newest[1] != release {
		t.Errorf("the newest is %q, the program says %s", newest, release)
	}
	if !strings.HasPrefix(version(), release) {
		t.Errorf("--version says %s", version())
	}
}

// CONTRIBUTING.md and Taskfile.yml name the same commands.
func TestTasksAreThoseOfTheContributorsGuide(t *testing.T) {
	commands := func(file, form string) (found []string) {
		for _, m := range regexp.MustCompile(form).FindAllStringSubmatch(ofProject(t, file), -1) {
			found = append(found, m[1])
		}
		slices.Sort(found)
		return found
	}
	tasks := commands("Taskfile.yml", `(?m)^      - (\S.*)$`)
	guide := commands("CONTRIBUTING.md", `(?m)^    (\S.*?)(?: +#.*)?$`)
	if len(tasks) < 5 || !slices.Equal(tasks, guide) {
		t.Errorf("Taskfile.yml has\n%s\nCONTRIBUTING.md has\n%s", strings.Join(tasks, "\n"), strings.Join(guide, "\n"))
	}
}

// One toolchain builds everywhere.
func TestImageIsBuiltWithTheToolchainOfTheModule(t *testing.T) {
	want := regexp.MustCompile(`(?m)^toolchain go(\S+)$`).FindStringSubmatch(ofProject(t, "go.mod"))
	got := regexp.MustCompile(`(?m)^FROM golang:([0-9.]+)`).FindStringSubmatch(ofProject(t, "Dockerfile"))
	if want == nil || got == nil || got[1] != want[1] {
		t.Errorf("the image has %q, go.mod %q", got, want)
	}
}
