package documents

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// page is docs/json.md; what stands below mark is written by TestPage.
const (
	page = "../../../docs/json.md"
	mark = "<!-- The rest is written from the types: UPDATE=1 go test ./cmd/internal/documents -->\n"
)

// TestPage holds docs/json.md to the types: every document with every member, and no other.
func TestPage(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	head, have, ok := bytes.Cut(text, []byte(mark))
	if !ok {
		t.Fatalf("%s has no line %s", page, mark)
	}
	want := written(t)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(page, slices.Concat(head, []byte(mark), []byte(want)), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, string(have)); diff != "" {
		t.Errorf("%s is not as the types are; write it anew with UPDATE=1 (-want +got):\n%s", page, diff)
	}
}

// comments are those of the types and of their members, by "Type" and "Type.Field".
func comments(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range parsed.Decls {
			general, ok := decl.(*ast.GenDecl)
			if !ok || general.Tok != token.TYPE {
				continue
			}
			of := general.Specs[0].(*ast.TypeSpec)
			found[of.Name.Name] = strings.Join(strings.Fields(general.Doc.Text()), " ")
			fields, ok := of.Type.(*ast.StructType)
			if !ok {
				continue
			}
			for _, f := range fields.Fields.List {
				for _, name := range f.Names {
					found[of.Name.Name+"."+name.Name] = strings.TrimSpace(f.Comment.Text())
				}
			}
		}
	}
	return found
}

var capital = regexp.MustCompile(`[A-Z]+[a-z0-9]*`)

// nameOf is what a type is called: its document's name, else its own in words.
func nameOf(of reflect.Type) string {
	for _, d := range append(slices.Clone(Table), OnStderr) {
		if d.Type == of {
			return d.Name
		}
	}
	return strings.ToLower(strings.Join(capital.FindAllString(of.Name(), -1), " "))
}

func link(of reflect.Type) string {
	return fmt.Sprintf("[%s](#%s)", nameOf(of), strings.ReplaceAll(nameOf(of), " ", "-"))
}

// jsonType says what a value looks like. It notes the objects that have to be explained.
func jsonType(of reflect.Type, objects *[]reflect.Type) string {
	switch {
	case of == typeOf[Amount]():
		return "amount"
	case of == typeOf[Decimal]():
		return "decimal"
	case of == typeOf[Time]():
		return "time"
	case of == typeOf[Day]():
		return "day"
	case Vocabularies[of] != nil:
		return "word"
	}
	switch of.Kind() {
	case reflect.Pointer:
		return jsonType(of.Elem(), objects)
	case reflect.Slice:
		if of.Elem().Kind() == reflect.Uint8 {
			return "any"
		}
		return "array of " + jsonType(of.Elem(), objects)
	case reflect.Interface:
		return "any"
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "boolean"
	case reflect.Int, reflect.Int64:
		return "number"
	default:
		if !slices.Contains(*objects, of) {
			*objects = append(*objects, of)
		}
		return link(of)
	}
}

func null(m Member) string {
	if canBeNull(m.Of) {
		return "yes"
	}
	return "no"
}

func canBeNull(of reflect.Type) bool {
	return of.Kind() == reflect.Pointer || of.Kind() == reflect.Interface || of.Kind() == reflect.Slice && of.Elem().Kind() == reflect.Uint8
}

// written is the part of the page that is made of the types.
func written(t *testing.T) string {
	said := comments(t)
	var b strings.Builder
	b.WriteString("\n## Documents\n\n| document | version | one | an array | one a line |\n|---|---|---|---|---|\n")
	for _, d := range Table {
		fmt.Fprintf(&b, "| %s | %d |", link(d.Type), d.Version)
		for _, form := range []Form{One, Many, Lines} {
			var lines []string
			for _, c := range d.Commands {
				if c.Form == form {
					lines = append(lines, "`"+c.Line+"`")
				}
			}
			fmt.Fprintf(&b, " %s |", strings.Join(lines, ", "))
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "| %s | %d | | | every command, on stderr |\n", link(OnStderr.Type), OnStderr.Version)
	var objects []reflect.Type
	for _, d := range append(slices.Clone(Table), OnStderr) {
		objects = append(objects, d.Type)
	}
	for i := 0; i < len(objects); i++ { // a table can add to them
		if i == len(Table)+1 {
			b.WriteString("\n## Parts of documents\n")
		}
		writeObject(t, &b, objects[i], said, &objects)
	}
	return b.String()
}

func writeObject(t *testing.T, b *strings.Builder, of reflect.Type, said map[string]string, objects *[]reflect.Type) {
	name := of.Name()
	about, ok := strings.CutPrefix(said[name], name+" ")
	if _, is, found := strings.Cut(about, " "); !ok || !found {
		t.Errorf("%s has no comment that begins with its name", name)
	} else {
		about = strings.ToUpper(is[:1]) + is[1:]
	}
	fmt.Fprintf(b, "\n### %s\n\n%s\n\n", nameOf(of), about)
	var inside []string
	for i := range of.NumField() {
		if f := of.Field(i); f.Anonymous {
			inside = append(inside, link(f.Type))
			if !slices.Contains(*objects, f.Type) {
				*objects = append(*objects, f.Type)
			}
		}
	}
	if len(inside) > 0 {
		fmt.Fprintf(b, "All members of %s, and:\n\n", strings.Join(inside, " and "))
	}
	b.WriteString("| member | JSON | null | what it is |\n|---|---|---|---|\n")
	for _, m := range Members(of) {
		if m.In != of {
			continue
		}
		means := said[name+"."+m.Go]
		if means == "" {
			t.Errorf("%s.%s has no comment that says what it means", name, m.Go)
		}
		bare := m.Of
		if bare.Kind() == reflect.Pointer {
			bare = bare.Elem()
		}
		if words := Vocabularies[bare]; words != nil {
			means += ": `" + strings.Join(words, "`, `") + "`"
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", m.Name, jsonType(m.Of, objects), null(m), means)
	}
}
