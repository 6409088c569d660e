package tui_test

import (
	"cmp"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "cardwallet"

// forScreens is what the tests of the screens share.
var forScreens = []string{"tui/frame", "tui/screentest", "tui/tuitest", "client…", "crypto"}

// layout is the table of packages: what each may import of ours, and what its tests may import besides. "…" at the end
// means the package and all below it.
var layout = map[string]struct{ code, tests []string }{
	"cmd/cardwallet": {code: []string{"client", "client/fold", "cmd/internal…", "config", "tui/ui"},
		tests: []string{"crypto", "client…", "tui/dialog", "tui/clip", "tui/tuitest"}},
	"cmd/internal/documents": {code: []string{"client", "client/audit", "client/mcc", "client/statement", "client/words", "tui/ui"}},
	"cmd/internal/identity":  {code: []string{"client/transport", "config"}, tests: []string{"client…", "cmd/internal/run"}},
	"cmd/internal/terminal":  {code: []string{"tui/dialog"}},
	"cmd/internal/columns":   {code: []string{"tui/ui"}},
	"cmd/internal/run": {code: []string{"cmd/internal/columns", "cmd/internal/documents", "cmd/internal/identity", "cmd/internal/terminal",
		"config", "crypto", "client…", "tui", "tui/crash", "tui/ui", "tui/clip"}},
	"cmd/internal/manual": {code: []string{"client/fold", "cmd/internal/run", "config"}},
	"cmd/internal/rows":   {code: []string{"client/fold", "cmd/internal/documents", "cmd/internal/terminal"}},
	"cmd/internal/choice": {code: []string{"client/fold"}},
	"cmd/internal/complete": {code: []string{"cmd/internal/choice", "cmd/internal/identity", "cmd/internal/run", "config", "config/edit",
		"client", "client/holder", "client/journal/sqlite", "client/labels", "client/mcc", "client/plan", "client/words", "tui/ui"}},
	"cmd/internal/cards": {code: []string{"cmd/internal/choice", "cmd/internal/documents", "cmd/internal/rows", "cmd/internal/run", "client",
		"client/abreast", "client/fold", "client/labels", "client/plan", "client/statement", "client/words", "crypto", "tui/ui"}},
	"cmd/internal/money": {code: []string{"cmd/internal/choice", "cmd/internal/documents", "cmd/internal/rows", "cmd/internal/run",
		"cmd/internal/terminal", "client", "client/holder", "client/plan", "client/statement", "client/words", "crypto"},
		tests: []string{"client/journal"}},
	"cmd/internal/codes": {code: []string{"cmd/internal/documents", "cmd/internal/run", "client", "client/fold", "config", "crypto"}},
	"cmd/internal/records": {
		code: []string{"cmd/internal/choice", "cmd/internal/columns", "cmd/internal/documents", "cmd/internal/rows", "cmd/internal/run",
			"client", "client/abreast", "client/audit", "client/fold", "client/journal", "client/mcc", "client/purse", "client/statement",
			"client/words", "tui/ui"},
	},
	"cmd/internal/setup": {
		code: []string{"cmd/internal/diagnosis", "cmd/internal/documents", "cmd/internal/draft", "cmd/internal/identity", "cmd/internal/run",
			"cmd/internal/terminal", "cmd/internal/wizard", "config", "config/edit", "config/guarded", "crypto", "client…", "tui", "tui/clip",
			"tui/crash", "tui/poll", "tui/screen", "tui/ui"},
		tests: []string{"tui/picture", "tui/tuitest"},
	},
	"cmd/internal/wizard": {code: []string{"cmd/internal/diagnosis", "cmd/internal/draft", "client", "config", "crypto", "tui/clip",
		"tui/frame", "tui/keyboard", "tui/pacer", "tui/ui"}, tests: []string{"tui/picture", "tui/tuitest"}},
	"cmd/internal/draft":     {code: []string{"client/private", "config", "config/edit", "crypto"}},
	"cmd/internal/diagnosis": {code: []string{"cmd/internal/documents", "cmd/internal/run", "client/journal/spool", "client/team"}},
	"cmd/internal/state": {
		code: []string{"cmd/internal/diagnosis", "cmd/internal/identity", "cmd/internal/documents", "cmd/internal/run", "config",
			"client/audit", "client/journal", "client/journal/postgres", "client/journal/sqlite", "client/journal/transfer", "client/labels",
			"client/private", "client/team", "client/team/copies"},
	},
	"docs/bench":       {code: []string{"client/sandbox"}},
	"config":           {code: []string{"client/fold", "config/guarded"}},
	"config/guarded":   {},
	"config/edit":      {code: []string{"client/fold", "client/private", "config"}},
	"crypto":           {code: []string{"client/private"}},
	"client":           {code: []string{"client/abreast", "client/fold", "client/holder", "crypto"}},
	"client/abreast":   {},
	"client/holder":    {code: []string{"crypto"}},
	"client/audit":     {code: []string{"client", "client/private"}},
	"client/pace":      {code: []string{"client"}},
	"client/transport": {code: []string{"client", "client/abreast", "client/pace"}},
	"client/budget": {code: []string{"client/pace", "client/private", "client/ticks"},
		tests: []string{"client/team", "client/team/copies", "client/team/teamtest"}},
	"client/finhub/meaning": {code: []string{"client"}},
	"client/finhub/holders": {code: []string{"client", "client/holder", "client/transport"}},
	"client/finhub": {code: []string{"client", "client/abreast", "client/finhub/holders", "client/finhub/meaning", "client/holder",
		"client/pace", "client/transport", "crypto"},
		tests: []string{"client/issuertest", "client/sandbox", "client/statement"}},
	"client/dashboard": {code: []string{"client", "client/pace", "client/transport", "crypto"},
		tests: []string{"client/aurex", "client/issuertest", "client/linora", "client/sandbox"}},
	"client/aurex":  {code: []string{"client", "client/dashboard", "client/transport"}, tests: []string{"client/sandbox", "crypto"}},
	"client/linora": {code: []string{"client", "client/dashboard", "client/transport"}, tests: []string{"client/sandbox", "crypto"}},
	"client/journal": {code: []string{"client", "client/abreast", "client/elsewhere", "client/journal/evidence", "client/journal/spent",
		"client/ticks"},
		tests: []string{"crypto", "client…"}},
	"client/journal/journaltest": {code: []string{"client/journal", "client/journal/postgres", "client/journal/sqlite", "client/team",
		"client/team/teamtest"}},
	"client/elsewhere":  {code: []string{"client"}},
	"client/plan":       {code: []string{"client", "client/mcc", "client/words"}},
	"client/issuertest": {code: []string{"client", "client/holder", "crypto"}, tests: []string{"client/transport"}},
	"client/labels":     {code: []string{"client", "client/private"}},
	"client/team/copies": {code: []string{"client/audit", "client/labels", "client/team"},
		tests: []string{"client", "client/team/teamtest"}},
	"client/mcc":   {},
	"client/ticks": {},
	"client/purse": {code: []string{"client"}},
	"client/statement": {code: []string{"client", "client/abreast", "client/fold", "client/mcc", "client/purse", "client/words"},
		tests: []string{"crypto"}},
	"client/fold":    {},
	"client/words":   {code: []string{"client"}},
	"client/private": {},
	"client/sandbox": {code: []string{"client/private"}},
	"tui": {code: []string{"tui/cards", "tui/codes", "tui/activity", "tui/account", "tui/poll", "tui/screen", "tui/dialog",
		"tui/frame", "tui/toast", "tui/team", "tui/ui", "tui/clip", "tui/keyboard", "tui/crash", "tui/palette",
		"tui/pacer", "tui/residue", "tui/work", "client", "client/plan", "crypto"},
		tests: []string{"client/issuertest", "tui/picture", "tui/tuitest"}},
	"tui/team":      {code: []string{"tui/screen", "tui/ui", "client", "client/plan"}, tests: forScreens},
	"tui/poll":      {code: []string{"tui/screen", "tui/ui", "client"}, tests: forScreens},
	"tui/screen":    {code: []string{"tui/ui", "tui/dialog", "client", "client/plan", "client/words", "crypto"}},
	"tui/merchants": {code: []string{"tui/screen", "tui/ui", "client/mcc"}, tests: forScreens},
	"tui/pin":       {code: []string{"tui/screen", "tui/ui", "crypto"}, tests: forScreens},
	"tui/reference": {code: []string{"tui/ui", "client"}},
	"tui/order": {code: []string{"tui/merchants", "tui/pin", "tui/reference", "tui/screen", "tui/ui", "tui/dialog",
		"client", "client/plan", "client/statement",
		"client/words", "crypto"}, tests: forScreens},
	"tui/bulk": {code: []string{"tui/order", "tui/reference", "tui/screen", "tui/ui", "tui/dialog", "client", "client/plan"},
		tests: forScreens},
	"tui/create": {code: []string{"tui/holder", "tui/order", "tui/screen", "tui/ui", "client", "client/holder", "client/plan", "client/words"},
		tests: forScreens},
	"tui/codes": {code: []string{"tui/screen", "tui/ui", "tui/dialog", "client", "client/plan", "crypto"}, tests: forScreens},
	"tui/records": {code: []string{"tui/screen", "tui/ui", "client", "client/fold", "client/mcc", "client/private",
		"client/statement", "client/words"},
		tests: forScreens},
	"tui/activity": {code: []string{"tui/screen", "tui/ui", "tui/dialog", "client", "client/fold", "client/plan", "client/words"},
		tests: forScreens},
	"tui/holder": {code: []string{"tui/order", "tui/reference", "tui/screen", "tui/ui", "client", "client/holder", "client/words"},
		tests: forScreens},
	"tui/account": {code: []string{"tui/holder", "tui/screen", "tui/ui", "tui/dialog", "client", "client/plan", "client/words", "crypto"},
		tests: forScreens},
	"tui/preview": {code: []string{"tui/codes", "tui/records", "tui/screen", "tui/ui", "client", "client/plan", "client/words"},
		tests: forScreens},
	"tui/deck": {code: []string{"tui/screen", "tui/ui", "client", "client/plan", "client/words"}, tests: forScreens},
	"tui/cards": {code: []string{"tui/order", "tui/bulk", "tui/create", "tui/codes", "tui/records", "tui/preview", "tui/deck", "tui/screen",
		"tui/team", "tui/ui", "client", "client/abreast", "client/plan", "client/words", "crypto"}, tests: forScreens},
	"tui/screentest": {code: []string{"tui/screen", "tui/dialog", "tui/ui", "client", "client/holder", "client/issuertest",
		"crypto"}},
	"client/journal/sqlite": {code: []string{"client", "client/journal", "client/journal/spent", "client/journal/table", "client/private",
		"client/ticks"}, tests: []string{"client/ticks"}},
	"client/journal/evidence": {code: []string{"client"}},
	"client/journal/spent":    {code: []string{"client"}},
	"client/team":             {code: []string{"client", "client/journal", "client/ticks"}, tests: []string{"client/team/teamtest"}},
	"client/team/teamtest":    {code: []string{"client/team"}},
	"client/journal/postgres": {code: []string{"client", "client/journal", "client/journal/spent", "client/journal/table", "client/team"},
		tests: []string{"client/journal/journaltest", "client/journal/sqlite", "client/team/teamtest"}},
	"client/journal/table": {code: []string{"client", "client/journal", "client/journal/spent"}},
	"client/journal/transfer": {code: []string{"client", "client/journal", "client/private", "client/ticks"},
		tests: []string{"client/journal/postgres", "client/journal/sqlite", "client/team", "client/team/teamtest"}},
	"client/journal/spool": {code: []string{"client/journal", "client/private"}, tests: []string{"client"}},
	"tui/dialog":           {code: []string{"tui/ui", "client/fold"}},
	"tui/crash":            {code: []string{"client", "client/abreast"}},
	"tui/frame":            {code: []string{"tui/ui"}},
	"tui/keyboard":         {},
	"tui/pacer":            {},
	"tui/palette":          {code: []string{"tui/ui"}},
	"tui/residue":          {code: []string{"tui/ui"}},
	"tui/work":             {},
	"tui/toast":            {code: []string{"tui/frame", "tui/screen", "tui/ui"}, tests: forScreens},
	"tui/ui":               {code: []string{"client/fold"}},
	"tui/clip":             {code: []string{"client/private"}},
	"tui/tuitest":          {code: []string{"tui/pacer", "tui/picture"}},
	"tui/picture":          {tests: []string{"tui/tuitest"}},
}

// badNames say nothing about what is inside.
var badNames = []string{"util", "utils", "common", "helpers", "helper", "types", "misc", "shared"}

// charm are the modules that draw; nothing outside tui/ may know of them but the set-up, which asks before there is a wallet.
var charm = []string{"charm.land/bubbletea", "charm.land/bubbles", "charm.land/lipgloss", "charm.land/huh",
	"github.com/charmbracelet/bubbletea", "github.com/charmbracelet/bubbles", "github.com/charmbracelet/lipgloss"}

// asks is the room of the set-up.
const asks = "cmd/internal/wizard"

// offence says what is wrong with one import, or nothing.
func offence(pkg, imported string, isTest bool) string {
	for _, c := range charm {
		if (imported == c || strings.HasPrefix(imported, c+"/")) && pkg != "tui" && pkg != asks && !strings.HasPrefix(pkg, "tui/") {
			return "only tui draws"
		}
	}
	ours, isOurs := strings.CutPrefix(imported, module+"/")
	if imported != module && !isOurs || isTest && ours == pkg {
		return ""
	}
	row, known := layout[pkg]
	if !known {
		return "the package is not in the layout"
	}
	allowed := row.code
	if isTest {
		allowed = slices.Concat(row.code, row.tests)
	}
	if !slices.ContainsFunc(allowed, func(a string) bool { return means(a, ours) }) {
		return "not in the layout's table"
	}
	return ""
}

// means reports whether an entry of the layout's table allows a package.
func means(entry, pkg string) bool {
	tree, all := strings.CutSuffix(entry, "…")
	return pkg == entry || all && (pkg == tree || strings.HasPrefix(pkg, tree+"/"))
}

func TestImportsFollowTheLayout(t *testing.T) {
	seen, imports := map[string]bool{}, map[string]map[bool][]string{} // what each package imports, and what its tests do
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			_, nested := os.Stat(filepath.Join(file, "go.mod"))
			if file != root && (nested == nil || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(file, ".go") {
			return nil
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		pkg := path.Dir(filepath.ToSlash(rel))
		seen[pkg] = true
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		name := strings.TrimSuffix(f.Name.Name, "_test")
		if slices.Contains(badNames, name) || slices.Contains(badNames, path.Base(pkg)) {
			t.Errorf("%s: a package called %s", rel, name)
		}
		for _, spec := range f.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			isTest := strings.HasSuffix(file, "_test.go")
			if ours, isOurs := strings.CutPrefix(imported, module+"/"); isOurs {
				if imports[pkg] == nil {
					imports[pkg] = map[bool][]string{}
				}
				imports[pkg][isTest] = append(imports[pkg][isTest], ours)
			}
			if wrong := offence(pkg, imported, isTest); wrong != "" {
				t.Errorf("%s imports %s: %s", rel, imported, wrong)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range seen {
		if _, known := layout[pkg]; !known {
			t.Errorf("package %s is not in the layout", pkg)
		}
	}
	for pkg, row := range layout {
		unused := func(entries []string, isTest bool) {
			for _, entry := range entries {
				if !slices.ContainsFunc(imports[pkg][isTest], func(ours string) bool { return means(entry, ours) }) {
					t.Errorf("%s may import %s, and does not (tests: %v)", pkg, entry, isTest)
				}
			}
		}
		if !seen[pkg] {
			t.Errorf("the layout has %s, which is not there", pkg)
		}
		unused(row.code, false)
		if !slices.Equal(row.tests, forScreens) { // which is for all screens together
			unused(row.tests, true)
		}
	}
	if len(seen) < 10 {
		t.Errorf("looked at %d packages only", len(seen))
	}
}

func TestTheLayoutIsAbleToRefuse(t *testing.T) {
	for _, c := range []struct {
		pkg, imported string
		test, allowed bool
	}{
		{"client/sandbox", "cardwallet/client/finhub", false, false},
		{"client/sandbox", "cardwallet/client/finhub", true, false},
		{"client/finhub", "cardwallet/client/sandbox", false, false},
		{"client/finhub", "cardwallet/client/sandbox", true, true},
		{"tui/screen", "cardwallet/client/finhub", false, false},
		{"tui/ui", "cardwallet/client", false, false},
		{"tui", "cardwallet/tui/tuitest", false, false},
		{"cmd/cardwallet", "cardwallet/tui/tuitest", false, false},
		{"cmd/cardwallet", "cardwallet/client/journal", false, false},
		{"cmd/internal/money", "cardwallet/cmd/internal/cards", false, false},
		{"cmd/internal/run", "cardwallet/cmd/internal/cards", false, false},
		{"cmd/cardwallet", "charm.land/bubbletea/v2", false, false},
		{"cmd/cardwallet", "github.com/charmbracelet/x/ansi", false, true},
		{"client", "charm.land/lipgloss/v2", true, false},
		{"tui/dialog", "charm.land/bubbles/v2/key", false, true},
		{"cmd/internal/setup", "charm.land/huh/v2", false, false},
		{"cmd/internal/wizard", "charm.land/huh/v2", false, true},
		{"config", "cardwallet/crypto", false, false},
		{"newcomer", "cardwallet/client", false, false},
		{"crypto", "crypto/rsa", false, true},
		{"crypto", "cardwallet/crypto", true, true},
	} {
		if got := offence(c.pkg, c.imported, c.test); (got == "") != c.allowed {
			t.Errorf("%s imports %s (test %v): %q", c.pkg, c.imported, c.test, cmp.Or(got, "allowed"))
		}
	}
}
