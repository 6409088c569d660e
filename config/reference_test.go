package config

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the tables of docs/config.md as they are now")

const page = "../docs/config.md"

// row is a setting as docs/config.md has it.
func row(s Setting) string {
	takes := string(s.Kind)
	switch {
	case s.Takes != "" && (s.Kind == KindText || s.Kind == KindDuration):
		takes = s.Takes
	case s.Takes != "":
		takes += ", " + s.Takes
	}
	defaults := "none"
	var by []string
	for _, issuer := range append([]string{""}, issuers...) {
		if value, ok := s.Defaults[issuer]; ok {
			by = append(by, strings.TrimSpace(issuer+" `"+value+"`"))
		}
	}
	if len(by) > 0 {
		defaults = strings.Join(by, "<br>")
	}
	variable := ""
	if s.Variable != "" {
		variable = "`" + s.Variable + "`"
	}
	whose := ""
	if len(s.Issuers) > 0 {
		whose = "; " + strings.Join(s.Issuers, " and ") + " only"
	}
	return fmt.Sprintf("| `%s` | %s%s | %s | %s | %s |", s.Name, s.Means, whose, takes, defaults, variable)
}

// tables are all settings as docs/config.md has them, by the header of their table.
func tables() string {
	var b strings.Builder
	table := "none"
	for _, s := range Settings() {
		if s.Table != table {
			table = s.Table
			title := "At the top of the file, before the first table"
			if table != "" {
				title = "`[" + table + "]`"
			}
			fmt.Fprintf(&b, "\n### %s\n\n| key | means | takes | default | variable |\n|---|---|---|---|---|\n", title)
		}
		b.WriteString(row(s) + "\n")
	}
	return b.String() + "\n"
}

// The page has every setting with its default, variable and meaning, and no other. go test ./config -run Reference -update writes them.
func TestReferenceHasEverySetting(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- settings -->\n", "<!-- end of settings -->\n"
	before, rest, ok := strings.Cut(string(text), begin)
	had, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s does not mark its tables", page)
	}
	if *update {
		if err := os.WriteFile(page, []byte(before+begin+tables()+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(tables(), had); diff != "" {
		t.Errorf("%s has other settings than the program (-program +page):\n%s", page, diff)
	}
}

// Every variable that the package tells of stands on the page, and the example has every setting.
func TestReferenceHasEveryVariable(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("config.go")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(source)) {
		if name := strings.Fields(line); len(name) > 1 && strings.HasPrefix(name[1], "CARDWALLET_") &&
			!strings.Contains(string(text), "`"+name[1]+"`") {
			t.Errorf("%s does not tell of %s", page, name[1])
		}
	}
	for _, s := range Settings() {
		if !strings.Contains(Example, s.Name+" ") && !slices.Contains([]string{"ACTION", "ALIAS", "paths"}, s.Name) {
			t.Errorf("the example does not tell of %s", s.Name)
		}
	}
}
