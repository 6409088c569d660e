package tui_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// movers are the packages that may have the journal move money or change a card: orders, the till that the screens go through, the journal
// with the audit trail, and the journal itself.
var movers = []string{"tui/order", "cmd/internal/money", "tui/screen", "cmd/internal/run", "client/journal"}

// moves are the places in a file where something called Move or MoveNoted is called or taken as a value.
func moves(fset *token.FileSet, file *ast.File) (at []token.Position) {
	ast.Inspect(file, func(n ast.Node) bool {
		if selected, ok := n.(*ast.SelectorExpr); ok && (selected.Sel.Name == "Move" || selected.Sel.Name == "MoveNoted") {
			at = append(at, fset.Position(selected.Sel.Pos()))
		}
		return true
	})
	return at
}

func TestOnlyOrdersMoveMoney(t *testing.T) {
	found := map[string]bool{}
	for _, root := range []string{"../tui", "../cmd", "../client"} {
		err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
			pkg := path.Dir(strings.TrimPrefix(filepath.ToSlash(file), "../"))
			if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") || pkg == "tui/screentest" {
				return err
			}
			fset := token.NewFileSet()
			parsed, err := parser.ParseFile(fset, file, nil, 0)
			if err != nil {
				return err
			}
			for _, at := range moves(fset, parsed) {
				if found[pkg] = true; !slices.Contains(movers, pkg) {
					t.Errorf("%s: only an order may have the journal move money", at)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, pkg := range movers {
		if !found[pkg] {
			t.Errorf("%s moves nothing: the test looks for the wrong thing", pkg)
		}
	}
}

func TestTheRuleOfMovesIsAbleToRefuse(t *testing.T) {
	for text, want := range map[string]int{
		"func f() { env.Payer.Move(ctx, yes, account, in) }": 1,
		"var send = book.Move":                               1,
		"func f() { book.Journal.MoveNoted(ctx, a, in, g) }": 1,
		"func f() { Move(); window.MoveTo(3) }":              0,
	} {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, "x.go", "package x\n"+text, 0)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(moves(fset, file)); n != want {
			t.Errorf("%q: %d moves, not %d", text, n, want)
		}
	}
}
