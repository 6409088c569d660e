package tui_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"cardwallet/client"
)

// knowIssuers may name an issuer in a condition: the drivers, the table of issuers, the config, what tells people the
// issuers' words, and what stands in for the issuers. So may connectIssuers, wherever in cmd/: what connects the drivers and sets
// up the config.
var (
	knowIssuers    = []string{"client/sandbox/", "client/issuers.go", "client/issuertest/", "client/words/", "tui/screentest/", "config/"}
	connectIssuers = []string{"connect.go", "keys.go", "sandbox.go", "demo.go"}
)

// isDriver reports whether a folder has the driver of an issuer, or what drivers share.
func isDriver(folder string) bool {
	return folder == "client/dashboard" || slices.ContainsFunc(client.Issuers(), func(facts client.IssuerFacts) bool {
		return folder == "client/"+facts.Kind
	})
}

func mayName(file string) bool {
	return isDriver(path.Dir(file)) || isDriver(path.Dir(path.Dir(file))) ||
		slices.ContainsFunc(knowIssuers, func(known string) bool { return strings.HasPrefix(file, known) }) ||
		strings.HasPrefix(file, "cmd/") && slices.Contains(connectIssuers, path.Base(file))
}

// deciders are the expressions of a file by which something is decided: compared, a case, a key of a map, or looked for.
func deciders(file *ast.File) (found []ast.Expr) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				found = append(found, n.X, n.Y)
			}
		case *ast.CaseClause:
			found = append(found, n.List...)
		case *ast.KeyValueExpr:
			found = append(found, n.Key)
		case *ast.IndexExpr:
			found = append(found, n.Index)
		case *ast.CallExpr: // strings.EqualFold, slices.Contains
			if of, ok := n.Fun.(*ast.SelectorExpr); ok && slices.Contains([]string{"EqualFold", "Contains", "HasPrefix", "Index"}, of.Sel.Name) {
				for _, arg := range n.Args {
					found = append(append(found, arg), elements(file, arg)...)
				}
			}
		}
		return true
	})
	return found
}

// elements are those of a list, which may have a name in the file; none of anything else.
func elements(file *ast.File, list ast.Expr) (found []ast.Expr) {
	if literal, ok := list.(*ast.CompositeLit); ok {
		return literal.Elts
	}
	name, ok := list.(*ast.Ident)
	if !ok {
		return nil
	}
	ast.Inspect(file, func(n ast.Node) bool {
		var names, values []ast.Expr
		switch n := n.(type) {
		case *ast.AssignStmt:
			names, values = n.Lhs, n.Rhs
		case *ast.ValueSpec:
			for _, of := range n.Names {
				names = append(names, of)
			}
			values = n.Values
		}
		for i, value := range values {
			if of, ok := names[min(i, len(names)-1)].(*ast.Ident); ok && of.Name == name.Name {
				if literal, ok := value.(*ast.CompositeLit); ok {
					found = append(found, literal.Elts...)
				}
			}
		}
		return true
	})
	return found
}

// textOf is a piece of text as it stands in the code, in lower case; empty for anything else.
func textOf(e ast.Expr) string {
	literal, ok := e.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return ""
	}
	text, _ := strconv.Unquote(literal.Value)
	return strings.ToLower(text)
}

// constants are the texts that a file gives names to, in lower case.
func constants(file *ast.File) (found []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			for _, e := range spec.Values {
				found = append(found, textOf(e))
			}
		}
		return true
	})
	return found
}

// issuersNamed are the places in a file where an issuer's name or one of the words decides.
func issuersNamed(file *ast.File, words map[string]bool) (found []token.Pos) {
	var kinds, constants []string
	for _, facts := range client.Issuers() {
		kinds, constants = append(kinds, facts.Kind), append(constants, facts.Name, "Issuer"+facts.Name)
	}
	for _, e := range deciders(file) {
		text := textOf(e)
		selector, ok := e.(*ast.SelectorExpr)
		if words[text] || slices.Contains(kinds, text) || ok && slices.Contains(constants, selector.Sel.Name) {
			found = append(found, e.Pos())
		}
	}
	return found
}

// sources calls visit with each Go file below the root that is no test, by its name there.
func sources(visit func(name string, set *token.FileSet, file *ast.File)) error {
	return filepath.WalkDir("..", func(at string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && at != ".." && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(at, ".go") || strings.HasSuffix(at, "_test.go") {
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, at, nil, parser.SkipObjectResolution|parser.ParseComments)
		if err == nil {
			visit(strings.TrimPrefix(filepath.ToSlash(at), "../"), set, file)
		}
		return err
	})
}

// issuersWords are the words of issuers that their drivers decide by, and which are neither words of client's own nor everybody's.
func issuersWords() (map[string]bool, error) {
	words, own := map[string]bool{}, map[string]bool{"card": true, "usd": true}
	err := sources(func(name string, _ *token.FileSet, file *ast.File) {
		switch dir := path.Dir(name); {
		case isDriver(dir):
			for _, e := range deciders(file) {
				words[textOf(e)] = true
			}
			for _, text := range constants(file) {
				words[text] = true
			}
		case dir == "client":
			for _, text := range constants(file) {
				own[text] = true
			}
		}
	})
	maps.DeleteFunc(words, func(word string, _ bool) bool { return own[word] || !strings.ContainsFunc(word, unicode.IsLetter) })
	return words, err
}

// TestNoConditionNamesAnIssuer: what differs between issuers is their drivers' to say, through an interface of client.
func TestNoConditionNamesAnIssuer(t *testing.T) {
	t.Parallel()
	words, err := issuersWords()
	if err != nil || !words["wait_process"] || !words["physical"] {
		t.Fatalf("%d words: %v", len(words), err)
	}
	looked := 0
	err = sources(func(name string, set *token.FileSet, file *ast.File) {
		if mayName(name) {
			return
		}
		looked++
		for _, pos := range issuersNamed(file, words) {
			t.Errorf("%s:%d: an issuer, or a word of one, is named where something is decided", name, set.Position(pos).Line)
		}
	})
	if err != nil || looked < 100 {
		t.Fatalf("looked at %d files: %v", looked, err)
	}
}

func TestConditionsThatNameAnIssuerAreFound(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		`var v = kind == "finhub"`: 1, `var v = "aurex" != kind`: 1, `var v = kind == config.Linora`: 1,
		`var v = kind == sandbox.IssuerFinHub`:                 1,
		`func f() { switch kind { case "aurex", "linora": } }`: 2, `var v = map[string]string{"finhub": "FinHub"}`: 1, `var v = m["linora"]`: 1,
		`var v = strings.EqualFold(kind, "FinHub")`: 1, `var v = status == "wait_process"`: 1, `var v = "finhub has them"`: 0,
		`var v = slices.Contains([]string{"new", "aurex"}, kind)`:                                        1,
		`var ends = []string{"wait_process", "x"}; func f() bool { return slices.Contains(ends, s) }`:    1,
		`func f() bool { ends := []string{"linora"}; return slices.Index(ends, s) >= 0 }`:                1,
		`var header = []string{"wait_process"}; func f() bool { return slices.Contains(other, "name") }`: 0,
		`var v = kind == other`: 0, `var v = box.FinHub()`: 0,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "f.go", "package f\n"+text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(issuersNamed(file, map[string]bool{"wait_process": true})); got != want {
			t.Errorf("%s: found %d, want %d", text, got, want)
		}
	}
}
