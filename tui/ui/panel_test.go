package ui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
)

// split is one with texts that say how much room they have.
func split() Split {
	part := func(name string) Pane {
		return Pane{Panel: Panel{Title: name, Right: "1 of 2"}, Lines: func(w, h int) []string {
			return []string{fmt.Sprintf("%s %dx%d", name, w, h), strings.Repeat("漢", w)}
		}}
	}
	return Split{List: part("list"), Side: part("side"), Inbox: part("inbox"), Peek: func(w int) []string {
		return []string{Rule(&Styles{}, "peek", "", w), fmt.Sprintf("peek %d", w)}
	}}
}

func TestSplitHasThePartsThatThereIsRoomFor(t *testing.T) {
	s := NewStyles(Look{Theme: Dark})
	for size, want := range map[[2]int][]string{
		{60, 13}:  {"list 60x13"},
		{80, 18}:  {"list 80x18"},
		{80, 21}:  {"list 80x16", "peek 80"},
		{119, 30}: {"list 119x25", "peek 119"},
		{120, 33}: {"list 74x31", "side 42x31"},
		{120, 20}: {"list 120x15", "peek 120"},
		{160, 42}: {"list 74x40", "side 44x40", "inbox 36x40"},
		{200, 47}: {"list 114x45", "side 44x45", "inbox 36x45"},
	} {
		view := ansi.Strip(split().View(&s, size[0], size[1]))
		var got []string
		for _, word := range []string{"list", "peek", "side", "inbox"} {
			for i, line := range strings.Split(view, "\n") {
				if at := strings.Index(line, word+" "); at >= 0 && strings.ContainsAny(line[at+len(word)+1:], "0123456789") && i > 0 ||
					at >= 0 && !Boxes(size[0], size[1]) && !strings.Contains(line, "──") {
					rest := strings.Fields(line[at:])
					got = append(got, rest[0]+" "+rest[1])
					break
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%v: %s\n%s", size, diff, view)
		}
		lines := strings.Split(view, "\n")
		for _, line := range lines {
			if Width(line) > size[0] || Boxes(size[0], size[1]) && Width(line) != size[0] {
				t.Errorf("%v: %d cells: %q", size, Width(line), line)
			}
		}
		if len(lines) > size[1] {
			t.Errorf("%v: %d lines", size, len(lines))
		}
	}
}

func TestSplitWithNothingSelected(t *testing.T) {
	s := NewStyles(Look{Theme: Mono})
	sp := split()
	sp.Side, sp.Peek = Pane{}, nil
	for _, size := range [][2]int{{60, 13}, {80, 21}, {120, 33}, {200, 47}} {
		if view := ansi.Strip(sp.View(&s, size[0], size[1])); !strings.Contains(view, "list ") {
			t.Errorf("%v:\n%s", size, view)
		}
	}
	sp = split()
	sp.Inbox = Pane{}
	if list, side, _ := sp.areas(200, 47); list.Width != 116 || side.Width != 84 {
		t.Errorf("without an inbox: list %+v, side %+v", list, side)
	}
	sp = split()
	sp.Low = 3
	if view := ansi.Strip(sp.View(&s, 60, 13)); !strings.HasPrefix(view, "list 60x10") || !strings.Contains(view, "peek 60") {
		t.Errorf("with a low peek:\n%s", view)
	}
}

func TestPanelHasItsTitlesInTheBorder(t *testing.T) {
	s := NewStyles(Look{Theme: Mono})
	panel := Panel{Title: "Cards", Detail: "all accounts", Right: "1 of 19", Foot: "11 active", FootRight: "12.00 USD"}
	for width, want := range map[int][2]string{
		40: {
			"╭─ Cards all accounts ─────── 1 of 19 ─╮",
			"╰─ 11 active ────────────── 12.00 USD ─╯",
		},
		24: {"╭─ Cards all… ─ 1 of 19 ─╮", ""},
		12: {"╭─ 1 of 19 ─╮", ""},
	} {
		got := panel.Draw(&s, []string{"one"}, width, 3)
		for i, line := range got {
			got[i] = ansi.Strip(line)
			if Width(got[i]) != width {
				t.Errorf("%d cells are %d: %q", width, Width(got[i]), got[i])
			}
		}
		if width == 40 && (got[0] != want[0] || got[2] != want[1] || !strings.HasPrefix(got[1], "│one ")) {
			t.Errorf("%d: got\n%s", width, strings.Join(got, "\n"))
		}
	}
}

func TestGaugeIsFullAndEmptyOnlyAtItsEnds(t *testing.T) {
	s := NewStyles(Look{Theme: Mono})
	for _, c := range []struct {
		num, den, cells int
		want            string
	}{
		{0, 10, 4, "────"}, {1, 1000, 4, "╸───"}, {5, 10, 4, "━━──"}, {6, 10, 4, "━━──"},
		{7, 10, 4, "━━╸─"}, {999, 1000, 4, "━━━╸"}, {10, 10, 4, "━━━━"},
		{12, 10, 4, "━━━━"}, {1, 0, 4, "────"}, {-1, 10, 2, "──"}, {1, 2, 0, ""},
	} {
		if got := ansi.Strip(Gauge(&s, s.OK, c.num, c.den, c.cells)); got != c.want {
			t.Errorf("%d of %d in %d: %q, want %q", c.num, c.den, c.cells, got, c.want)
		}
	}
}

func TestTheCursorOfAFieldIsTheTerminals(t *testing.T) {
	field := NewField("/", 80)
	field.SetWidth(20)
	if frame, _, _, ok := TakeCursor("a\n" + FieldView(&field)); ok {
		t.Errorf("without the focus: %q", frame)
	}
	field.Focus()
	field.SetValue("漢字 ab")
	field.CursorEnd()
	frame, x, y, ok := TakeCursor("one\n  " + FieldView(&field) + " end")
	if !ok || x != 2+1+7 || y != 1 || strings.Contains(frame, "\x1b[5m") {
		t.Errorf("%t at %d, %d in %q", ok, x, y, frame)
	}
}
