package picture_test

import (
	"strings"
	"testing"

	"cardwallet/tui/picture"
	"cardwallet/tui/tuitest"
)

// on is what a terminal of 12 by 3 shows after a text.
func on(t *testing.T, text string) picture.Screen {
	t.Helper()
	term := tuitest.StartFunc(t, 12, 3, func(...tuitest.Option) error { return nil })
	if _, err := term.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return term.Cells()
}

func TestTextHasCharactersAndStyles(t *testing.T) {
	got := on(t, "a \x1b[1;38;5;147mbc\x1b[m \x1b[38;2;1;2;3;48;5;24mx y\x1b[m\r\n\x1b[31m東─\x1b[m\x1b[9mz\x1b[m").Text()
	want := `12x3

a bc x y
東─z


 1  3-4 147 bold, 6-6 #010203 on 24, 7-7 on 24, 8-8 #010203 on 24
 2  1-3 1, 4-4 struck
 3
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestABlankHasNoColourOfText(t *testing.T) {
	plain, coloured := on(t, "a  b"), on(t, "a\x1b[1;31m  \x1b[mb")
	if plain.Text() != coloured.Text() {
		t.Error(picture.Diff(plain.Text(), coloured.Text()))
	}
	if on(t, "a\x1b[7m  \x1b[mb").Text() == plain.Text() {
		t.Error("a blank in reverse is like any other")
	}
}

func TestInkIsCharactersAndGrounds(t *testing.T) {
	if got := on(t, "a \x1b[48;5;24m \x1b[m\x1b[7m \x1b[m\x1b[31m \x1b[m b").Ink(); got != 4.0/36 {
		t.Errorf("%v of the cells", got)
	}
}

func TestDiffTellsTheLines(t *testing.T) {
	if got := picture.Diff("a\nb\nc", "a\nB\nc"); got != "  2 - b\n    + B\n" {
		t.Errorf("%q", got)
	}
	if got := picture.Diff("a", "a"); got != "" {
		t.Errorf("%q", got)
	}
	if got := picture.Diff("", strings.Repeat("x\n", 30)); !strings.HasSuffix(got, "…\n") || strings.Count(got, "+") != 20 {
		t.Errorf("%s", got)
	}
}

func TestSVGDrawsTextLinesAndGrounds(t *testing.T) {
	screen := on(t, "<&> \x1b[48;5;24m█─\x1b[m \x1b[7mr\x1b[m\x1b[1mB\x1b[m")
	got := screen.SVG(picture.OnDark)
	for _, want := range []string{"<svg ", "&lt;&amp;&gt;", `fill="#005f87"`, `fill="#d4d4d4"`, `font-weight="bold"`, "<path d=",
		picture.OnDark.Back} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if strings.Contains(got, "█") || strings.Contains(got, "─") {
		t.Errorf("lines and blocks are left to the font:\n%s", got)
	}
	if again := screen.SVG(picture.OnDark); again != got {
		t.Error("another picture of the same screen")
	}
	if screen.SVG(picture.OnLight) == got {
		t.Error("the same picture on both grounds")
	}
}
