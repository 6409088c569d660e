package screentest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// everyQuestionIsInTheTables finds in the code a screen that asks and is not opened in a table, and one that sends past the till.
func everyQuestionIsInTheTables(t *testing.T) {
	opened := map[string]bool{}
	for _, question := range asked {
		InBubble(t, func(r *Rig) {
			name := fmt.Sprintf("%T", question.asking(r))
			opened[name[strings.LastIndex(name, ".")+1:]] = true
		})
	}
	asking, screens, here := map[string]bool{}, screensOf(t), map[string]bool{}
	calls(t, func(file, receiver, method string) {
		here[receiver] = true
		switch method {
		case "confirm", "Confirm":
			for _, screen := range screens(receiver) {
				if file != "env.go" { // by which all of them ask
					asking[screen] = true
				}
			}
		case "RequestDeposit", "Move", "Mark", "submit", "Submit":
			for _, screen := range screens(receiver) {
				if file != "till.go" && !opened[screen] {
					t.Errorf("%s: %s calls %s, and %s asks nothing", file, receiver, method, screen)
				}
			}
		}
	})
	for _, screen := range screens("Order") {
		if screen != "Order" { // it embeds that of another room, which asks
			asking[screen] = true
		}
	}
	maps.DeleteFunc(opened, func(screen string, _ bool) bool { return !here[screen] }) // it is a part, and its own room holds it to this
	if want, got := slices.Sorted(maps.Keys(asking)), slices.Sorted(maps.Keys(opened)); !slices.Equal(want, got) {
		t.Errorf("%v ask, %v are opened", want, got)
	}
}

// screensOf tells for a type which screens have its methods: itself, or those that embed it where there are any.
func screensOf(t *testing.T) func(receiver string) []string {
	t.Helper()
	embed, updates := map[string][]string{}, map[string]bool{}
	declarations(t, func(_ string, decl ast.Decl) {
		if fn, ok := decl.(*ast.FuncDecl); ok && fn.Name.Name == "Update" {
			updates[receiverOf(fn)] = true
		}
		ast.Inspect(decl, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if fields, ok := spec.Type.(*ast.StructType); ok {
				for _, field := range fields.Fields.List {
					name, ok := field.Type.(*ast.Ident)
					if of, elsewhere := field.Type.(*ast.SelectorExpr); elsewhere {
						name, ok = of.Sel, true
					}
					if ok && len(field.Names) == 0 {
						embed[name.Name] = append(embed[name.Name], spec.Name.Name)
					}
				}
			}
			return false
		})
	})
	return func(receiver string) []string {
		screens := slices.DeleteFunc(slices.Clone(embed[receiver]), func(name string) bool { return !updates[name] })
		if len(screens) == 0 {
			return []string{receiver}
		}
		return screens
	}
}

// calls gives every method call of the code: the type whose method it is in, and what it calls.
func calls(t *testing.T, f func(file, receiver, method string)) {
	t.Helper()
	declarations(t, func(file string, decl ast.Decl) {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			return
		}
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
					f(file, receiverOf(fn), sel.Sel.Name)
				}
			}
			return true
		})
	})
}

// declarations gives every declaration in the code of the room, and in that of the package which all rooms build on.
func declarations(t *testing.T, f func(file string, decl ast.Decl)) {
	t.Helper()
	room, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range slices.Compact([]string{room, filepath.Join(filepath.Dir(room), "screen")}) {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no code in %s: %v", dir, err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, decl := range parsed.Decls {
				f(filepath.Base(name), decl)
			}
		}
	}
}

func receiverOf(fn *ast.FuncDecl) string {
	if fn.Recv == nil {
		return ""
	}
	of := fn.Recv.List[0].Type
	if star, ok := of.(*ast.StarExpr); ok {
		of = star.X
	}
	if name, ok := of.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}
