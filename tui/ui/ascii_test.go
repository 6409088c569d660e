package ui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func TestASCIIKeepsEveryCell(t *testing.T) {
	for frame, want := range map[string]string{
		"":                              "",
		"plain \x1b[1mbold\x1b[m\nline": "plain \x1b[1mbold\x1b[m\nline",
		"a · b… \x1b[2m••••\x1b[m ↑↓ ▁▂▃▄█": "a - b~ \x1b[2m****\x1b[m ^v _.:-#",
		"Müller 漢字 e\u0301 \uFFFD":          "M?ller ???? e ?",
		"\x1b[7m✓ ✗\x1b[m":                  "\x1b[7m+ x\x1b[m",
		"13,802.11 → 13,740.11 USD":         "13,802.11-> 13,740.11 USD",
		"→ left":                            "> left",
	} {
		got := ASCII(frame)
		if got != want {
			t.Errorf("%q becomes %q, want %q", frame, got, want)
		}
		if Width(strings.ReplaceAll(got, "\n", "")) != Width(strings.ReplaceAll(frame, "\n", "")) {
			t.Errorf("%q has other cells than %q", got, frame)
		}
	}
}

// TestEverySymbolThatIsDrawnHasItsASCII: no character of the program's own becomes a question mark.
func TestEverySymbolThatIsDrawnHasItsASCII(t *testing.T) {
	drawn := 0
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if path == filepath.Join("..", "screentest") || path == filepath.Join("..", "tuitest") { // what tests type and look for
			return fs.SkipDir
		}
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		for _, notDrawn := range []string{"keys.go", "ascii.go"} { // letters of keyboards, and the table itself
			if filepath.Base(path) == notDrawn && filepath.Dir(path) == filepath.Join("..", "ui") {
				return nil
			}
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range text {
				if r < 0x80 || r == []rune(replacement)[0] {
					continue
				}
				if drawn++; inASCII[r] == 0 {
					t.Errorf("%s: %q has no ASCII", path, r)
				}
			}
			return true
		})
		return nil
	})
	if err != nil || drawn < 50 {
		t.Errorf("%d symbols were found: %v", drawn, err)
	}
}
