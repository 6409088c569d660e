package tui_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cardwallet/client"
)

// knowIssuers may name an issuer in a condition: the drivers, the table of issuers, the config, and what stands in for the issuers. So may
// connectIssuers, wherever in cmd/: what connects the drivers and sets up the config.
var (
	knowIssuers = []string{"client/finhub/", "client/dashboard/", "client/aurex/", "client/linora/", "client/sandbox/", "client/issuers.go",
		"config/"}
	connectIssuers = []string{"connect.go", "keys.go", "sandbox.go", "demo.go"}
)

func mayName(file string) bool {
	return slices.ContainsFunc(knowIssuers, func(known string) bool { return strings.HasPrefix(file, known) }) ||
		strings.HasPrefix(file, "cmd/") && slices.Contains(connectIssuers, path.Base(file))
}

// issuersNamed are the places in a file where an issuer's name decides: compared, a case, or a key of a map.
func issuersNamed(file *ast.File) []token.Pos {
	var kinds, constants []string
	for _, facts := range client.Issuers() {
		kinds, constants = append(kinds, facts.Kind), append(constants, facts.Name, "Issuer"+facts.Name)
	}
	var found []token.Pos
	names := func(e ast.Expr) {
		switch e := e.(type) {
		case *ast.BasicLit:
			text, err := strconv.Unquote(e.Value)
			if err == nil && e.Kind == token.STRING && slices.Contains(kinds, strings.ToLower(text)) {
				found = append(found, e.Pos())
			}
		case *ast.SelectorExpr:
			if slices.Contains(constants, e.Sel.Name) {
				found = append(found, e.Pos())
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				names(n.X)
				names(n.Y)
			}
		case *ast.CaseClause:
			for _, e := range n.List {
				names(e)
			}
		case *ast.KeyValueExpr:
			names(n.Key)
		case *ast.IndexExpr:
			names(n.Index)
		case *ast.CallExpr: // strings.EqualFold, slices.Contains
			if of, ok := n.Fun.(*ast.SelectorExpr); ok && slices.Contains([]string{"EqualFold", "Contains", "HasPrefix"}, of.Sel.Name) {
				for _, e := range n.Args {
					names(e)
				}
			}
		}
		return true
	})
	return found
}

// TestNoConditionNamesAnIssuer: what differs between issuers is their drivers' to say, through an interface of client.
func TestNoConditionNamesAnIssuer(t *testing.T) {
	t.Parallel()
	looked := 0
	err := filepath.WalkDir("..", func(at string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && at != ".." && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")) {
			return filepath.SkipDir
		}
		name := strings.TrimPrefix(filepath.ToSlash(at), "../")
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || mayName(name) {
			return nil
		}
		looked++
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, at, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, pos := range issuersNamed(file) {
			t.Errorf("%s:%d: an issuer is named where something is decided", name, set.Position(pos).Line)
		}
		return nil
	})
	if err != nil || looked < 100 {
		t.Fatalf("looked at %d files: %v", looked, err)
	}
}

func TestConditionsThatNameAnIssuerAreFound(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		`var v = kind == "finhub"`: 1, `var v = "aurex" != kind`: 1, `var v = kind == config.Linora`: 1, `var v = kind == sandbox.IssuerFinHub`: 1,
		`func f() { switch kind { case "aurex", "linora": } }`: 2, `var v = map[string]string{"finhub": "FinHub"}`: 1, `var v = m["linora"]`: 1,
		`var v = strings.EqualFold(kind, "FinHub")`: 1, `var v = "finhub has them"`: 0, `var v = kind == other`: 0, `var v = box.FinHub()`: 0,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "f.go", "package f\n"+text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(issuersNamed(file)); got != want {
			t.Errorf("%s: found %d, want %d", text, got, want)
		}
	}
}
