package journal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Whoever has a function that takes a client.Order can move money or change a card with it. Outside this package nobody may use one: not
// call it, not keep it as a value, whether of a driver, of client.Mover, or of an interface made up on the spot. The exception is a
// package's own unexported functions, which are how a driver does what it exports.

// listed is a package as go list describes it.
type listed struct {
	ImportPath string
	Dir        string
	Export     string
	GoFiles    []string
	Imports    []string
	Module     *struct{ Main bool }
	Error      *struct{ Err string }
}

func listModule(t *testing.T) (own []listed, exports map[string]string) {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", "-export", "-json=ImportPath,Dir,Export,GoFiles,Imports,Module,Error", "./...")
	cmd.Dir = filepath.Join("..", "..")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &stderr)
	}
	exports = map[string]string{}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := decoder.Decode(&p); err == io.EOF {
			return own, exports
		} else if err != nil {
			t.Fatal(err)
		}
		if p.Error != nil {
			t.Fatalf("%s: %s", p.ImportPath, p.Error.Err)
		}
		exports[p.ImportPath] = p.Export
		if p.Module != nil && p.Module.Main {
			own = append(own, p)
		}
	}
}

// orderUses lists where a package uses a function that takes a client.Order.
func orderUses(fset *token.FileSet, path string, files []*ast.File, imports types.Importer) ([]string, error) {
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	pkg, err := (&types.Config{Importer: imports}).Check(path, fset, files, info)
	if err != nil {
		return nil, err
	}
	var uses []string
	for ident, object := range info.Uses {
		f, ok := object.(*types.Func)
		if !ok || !takesOrder(f.Signature()) || previews(f.Signature()) || f.Pkg() == pkg && !f.Exported() {
			continue
		}
		uses = append(uses, fmt.Sprintf("%s: %s", fset.Position(ident.Pos()), f.FullName()))
	}
	slices.Sort(uses)
	return uses, nil
}

// previews recognises client.Previewer's signature. Its result says what would be sent: nothing can be learned from it that was.
func previews(s *types.Signature) bool {
	if s.Results().Len() != 2 {
		return false
	}
	named, ok := s.Results().At(0).Type().(*types.Named)
	return ok && named.Obj().Name() == "Wire" && named.Obj().Pkg().Path() == "cardwallet/client"
}

func takesOrder(s *types.Signature) bool {
	for p := range s.Params().Variables() {
		at := p.Type()
		if pointer, ok := at.(*types.Pointer); ok {
			at = pointer.Elem()
		}
		if named, ok := at.(*types.Named); ok && named.Obj().Name() == "Order" && named.Obj().Pkg().Path() == "cardwallet/client" {
			return true
		}
	}
	return false
}

// watchDirectories opens every directory of the module, so that a new file makes go test run this again instead of using its cache.
func watchDirectories(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join("..", ".."), func(path string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == ".git" {
			return filepath.SkipDir
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil // gone since its directory was read
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOnlyTheJournalSendsOrders(t *testing.T) {
	t.Parallel()
	watchDirectories(t)
	own, exports := listModule(t)
	fset := token.NewFileSet()
	imports := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })

	forTests := []string{"cardwallet/client/issuertest", "cardwallet/tui/screentest"} // no program has them
	inJournal := 0
	for _, p := range own {
		if slices.Contains(forTests, p.ImportPath) {
			continue
		}
		for _, imported := range p.Imports {
			if slices.Contains(forTests, imported) {
				t.Errorf("%s imports %s outside its tests", p.ImportPath, imported)
			}
		}
		var files []*ast.File
		for _, name := range p.GoFiles {
			f, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
		uses, err := orderUses(fset, p.ImportPath, files, imports)
		if err != nil {
			t.Fatal(err)
		}
		if p.ImportPath == "cardwallet/client/journal" {
			inJournal = len(uses)
			continue
		}
		for _, use := range uses {
			t.Errorf("%s is used outside the journal", use)
		}
	}
	if inJournal == 0 {
		t.Error("the journal does not send either: this test looks for the wrong thing")
	}

	// The check itself must see each way around it.
	for name, body := range map[string]string{
		"interface": `func f(m client.Mover) { m.Send(context.Background(), client.Order{}) }`,
		"value":     `func f(m client.Mover) any { return m.Send }`,
		"assertion": `func f(i client.Issuer) {
			i.(interface { Send(context.Context, client.Order) (client.Operation, error) }).Send(context.Background(), client.Order{})
		}`,
		"embedded":   `type own struct { client.Mover }; func f(o own) { o.Send(context.Background(), client.Order{}) }`,
		"expression": `var f = client.Mover.Send`,
	} {
		f, err := parser.ParseFile(fset, name+".go", "package around\nimport (\"context\"; \"cardwallet/client\")\n"+
			"var _ context.Context\n"+body, 0)
		if err != nil {
			t.Fatal(err)
		}
		uses, err := orderUses(fset, "cardwallet/around", []*ast.File{f}, imports)
		if err != nil || len(uses) == 0 || !strings.HasSuffix(uses[0], ".Send") {
			t.Errorf("%s: found %v, %v", name, uses, err)
		}
	}
}
