package tui_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
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
	err := sources(func(name string, set *token.FileSet, file *ast.File) {
		pkg := path.Dir(name)
		if pkg == "tui/screentest" {
			return
		}
		for _, at := range moves(set, file) {
			if found[pkg] = true; !slices.Contains(movers, pkg) {
				t.Errorf("%s: only an order may have the journal move money", at)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range movers {
		if !found[pkg] {
			t.Errorf("%s moves nothing: the test looks for the wrong thing", pkg)
		}
	}
}

// Who has a client.Mover can send an order past the journal.
func TestOnlyTheJournalKnowsWhoSendsOrders(t *testing.T) {
	found := false
	err := sources(func(name string, set *token.FileSet, file *ast.File) {
		pkg := path.Dir(name)
		ast.Inspect(file, func(n ast.Node) bool {
			selected, ok := n.(*ast.SelectorExpr)
			if !ok || selected.Sel.Name != "Mover" {
				return true
			}
			found = found || pkg == "client/journal"
			if pkg != "client/journal" && !isDriver(pkg) && pkg != "client/issuertest" && pkg != "tui/screentest" {
				t.Errorf("%s: only the journal sends orders", set.Position(n.Pos()))
			}
			return true
		})
	})
	if err != nil || !found {
		t.Errorf("found in the journal: %v, %v", found, err)
	}
}

func TestTheRuleOfMovesIsAbleToRefuse(t *testing.T) {
	for text, want := range map[string]int{
		"func f() { env.Payer.Move(ctx, yes, account, in, noted) }": 1,
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
