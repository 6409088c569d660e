package tui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// namedKey is a key that can be changed where a sentence says what it does: "r asks again", "space marks two", "a shows it". Of the
// letter that is an English word, too, only what people are told to do with keys counts.
var namedKey = regexp.MustCompile(`(?:^|[ ·;,:(\n])` +
	`(?:(?:[b-zA-Z=*?↓↑]|space|shift\+tab|tab|[fF]\d+|ctrl\+[abd-z]) (?:to [a-z]+|[a-z]+s|again|then|or)\b` +
	`|a (?:opens|shows|lists|asks|takes|goes|has|makes|reads|marks)\b)|[·;] (?:[a-zA-Z]|space|tab)$`)

// A sentence names a key as it is bound: a person may have given it another letter.
func TestSentencesNameKeysAsTheyAreBound(t *testing.T) {
	tools := []string{"screentest", "tuitest", "picture"} // of tests
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains(tools, entry.Name()):
			return fs.SkipDir
		case entry.IsDir(), !strings.HasSuffix(path, ".go"), strings.HasSuffix(path, "_test.go"):
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			if key := namedKey.FindString(text); err == nil && key != "" {
				t.Errorf("%s: %q names a key that can be changed: %q", files.Position(n.Pos()), text, strings.TrimSpace(key))
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
