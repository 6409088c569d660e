package tui_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// What a person can hold in mind. The sandbox stands in for three issuers and is no room of the program.
const (
	fileLines    = 300
	packageLines = 3_000
	updateLines  = 60
	lineBytes    = 140
)

// largePackages may be larger.
var largePackages = []string{"client/sandbox"}

func TestFilesAndPackagesStaySmall(t *testing.T) {
	t.Parallel()
	packages := map[string]int{}
	err := sources(func(name string, set *token.FileSet, file *ast.File) {
		lines := set.File(file.Pos()).LineCount() // the last line end begins no line
		packages[path.Dir(name)] += lines
		if lines > fileLines {
			t.Errorf("%s has %d lines, more than %d", name, lines, fileLines)
		}
	})
	if err != nil || len(packages) < 30 {
		t.Fatalf("looked at %d packages: %v", len(packages), err)
	}
	for name, lines := range packages {
		if lines > packageLines && !slices.Contains(largePackages, name) {
			t.Errorf("package %s has %d lines, more than %d", name, lines, packageLines)
		}
	}
}

func TestLinesStayShort(t *testing.T) {
	t.Parallel()
	files := 0
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".go" {
			return err
		}
		text, err := os.ReadFile(name)
		files++
		for i, line := range strings.Split(string(text), "\n") {
			if len(line) > lineBytes {
				t.Errorf("%s:%d has %d bytes, more than %d", name, i+1, len(line), lineBytes)
			}
		}
		return err
	})
	if err != nil || files < 500 {
		t.Fatalf("looked at %d files: %v", files, err)
	}
}

// longUpdates are the lines of a file's methods called Update that have too many.
func longUpdates(set *token.FileSet, file *ast.File) (lines []int) {
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Recv == nil || f.Name.Name != "Update" {
			continue
		}
		if from, to := set.Position(f.Pos()).Line, set.Position(f.End()).Line; to-from+1 > updateLines {
			lines = append(lines, from)
		}
	}
	return lines
}

func TestUpdatesStayShort(t *testing.T) {
	t.Parallel()
	screens := 0
	err := sources(func(name string, set *token.FileSet, file *ast.File) {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == "Update" {
				screens++
			}
		}
		for _, line := range longUpdates(set, file) {
			t.Errorf("%s:%d: an Update of more than %d lines: a message goes to a handler", name, line, updateLines)
		}
	})
	if err != nil || screens < 20 {
		t.Fatalf("looked at %d: %v", screens, err)
	}
	long := "package x\nfunc (v *V) Update() {" + strings.Repeat("\n", updateLines-1) + "}\n"
	for text, want := range map[string]int{long: 0, strings.Replace(long, "{", "{\n", 1): 1, strings.Replace(long, "(v *V) ", "\n", 1): 0} {
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, "x.go", text, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := longUpdates(set, file); len(got) != want {
			t.Errorf("%d lines: found %v", strings.Count(text, "\n"), got)
		}
	}
}

// undocumented are the exported names of a file without a comment that begins with them. In a group of constants or variables the group's
// comment is enough, or one behind the name. What only an unexported type has is its interface's to explain.
func undocumented(file *ast.File) (names []*ast.Ident) {
	want := func(name *ast.Ident, start string, comments ...*ast.CommentGroup) {
		if !name.IsExported() {
			return
		}
		for _, c := range comments {
			if regexp.MustCompile(`^(A |An |The )?` + start).MatchString(c.Text()) {
				return
			}
		}
		names = append(names, name)
	}
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil || ast.IsExported(receiver(d.Recv.List[0].Type)) {
				want(d.Name, d.Name.Name+`\b`, d.Doc)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					if d.Lparen == token.NoPos {
						want(spec.Name, spec.Name.Name+`\b`, d.Doc)
					} else {
						want(spec.Name, ".", d.Doc, spec.Doc, spec.Comment)
					}
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						if d.Lparen == token.NoPos {
							want(name, name.Name+`\b`, d.Doc)
						} else {
							want(name, ".", d.Doc, spec.Doc, spec.Comment)
						}
					}
				}
			}
		}
	}
	return names
}

// receiver is the name of the type that a method is of.
func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.IndexListExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

func TestExportedNamesAreExplained(t *testing.T) {
	t.Parallel()
	looked := 0
	err := sources(func(name string, set *token.FileSet, file *ast.File) {
		if file.Name.Name == "main" {
			return
		}
		looked++
		for _, id := range undocumented(file) {
			t.Errorf("%s:%d: %s has no comment that begins with it", name, set.Position(id.Pos()).Line, id.Name)
		}
	})
	if err != nil || looked < 100 {
		t.Fatalf("looked at %d files: %v", looked, err)
	}
}

func TestNamesWithoutACommentAreFound(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"func F() {}": 1, "// F does.\nfunc F() {}": 0, "// It does.\nfunc F() {}": 1, "// Fs do.\nfunc F() {}": 1, "func f() {}": 0,
		"func (t *T) F() {}": 1, "func (t T[K]) F() {}": 1, "func (t t) F() {}": 0, "// F does.\nfunc (t *T[K, V]) F() {}": 0,
		"type T int": 1, "// A T is.\ntype T int": 0, "// T is.\ntype T int": 0, "type (\n// T is.\nT int\nU int\n)": 1,
		"var V = 1": 1, "// V is.\nvar V = 1": 0, "// All.\nvar (\nV = 1\nW = 2\n)": 0, "const (\nC = 1 // one\nD = 2\n)": 1,
		"import \"os\"": 0,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\n"+text, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if got := undocumented(file); len(got) != want {
			t.Errorf("%q: found %v", text, got)
		}
	}
}

// regexpSteps is how large a regular expression may be that every start of the program compiles. To repeat something up to 32 times takes
// 32 copies of it: lengths are compared beside.
const regexpSteps = 40

// pattern is the text of the regular expression that the call compiles; empty where it is no such call.
func pattern(n ast.Node) string {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return ""
	}
	if f, ok := call.Fun.(*ast.SelectorExpr); !ok || f.Sel.Name != "MustCompile" {
		return ""
	}
	text := ""
	ast.Inspect(call.Args[0], func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok {
			part, _ := strconv.Unquote(literal.Value)
			text += part
		}
		return true
	})
	return text
}

func TestStartsPayForNoLargeRegexp(t *testing.T) {
	t.Parallel()
	found := 0
	err := sources(func(name string, set *token.FileSet, file *ast.File) {
		for _, d := range file.Decls {
			if _, ok := d.(*ast.GenDecl); !ok {
				continue
			}
			ast.Inspect(d, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					if f, ok := call.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "OnceValue" {
						return false // where it is wanted
					}
				}
				text := pattern(n)
				if text == "" {
					return true
				}
				found++
				tree, err := syntax.Parse(text, syntax.Perl)
				if err != nil {
					t.Fatal(err)
				}
				program, err := syntax.Compile(tree.Simplify())
				if err != nil || len(program.Inst) > regexpSteps {
					t.Errorf("%s: %s has %d steps, more than %d: %v", set.Position(n.Pos()), text, len(program.Inst), regexpSteps, err)
				}
				return true
			})
		}
	})
	if err != nil || found < 20 {
		t.Fatalf("looked at %d: %v", found, err)
	}
}
