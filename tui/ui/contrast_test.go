package ui

import (
	"fmt"
	"image/color"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
)

// The usual backgrounds of terminals.
var (
	darkGrounds = map[string]color.Color{
		"black": lipgloss.Color("#000000"), "VS Code": lipgloss.Color("#1e1e1e"), "Tokyo Night": lipgloss.Color("#1a1b26"),
		"Dracula": lipgloss.Color("#282a36"), "One Dark": lipgloss.Color("#282c34"), "Solarized Dark": lipgloss.Color("#002b36"),
		"Tango": lipgloss.Color("#2e3436"), "Nord": lipgloss.Color("#2e3440"), "Gruvbox": lipgloss.Color("#282828"),
	}
	lightGrounds = map[string]color.Color{
		"white": lipgloss.Color("#ffffff"), "GitHub": lipgloss.Color("#f6f8fa"), "Gruvbox Light": lipgloss.Color("#fbf1c7"),
		"Solarized base3": lipgloss.Color("#fdf6e3"), "Solarized base2": lipgloss.Color("#eee8d5"),
	}
)

// hues are all tokens that have a colour of their own, with the contrast that each needs. A border that has not the focus divides what can
// be told apart without it.
var hues = []struct {
	name  string
	hue   hue
	least float64
}{
	{"text", textHue, enough}, {"strong", strongHue, enough}, {"muted", mutedHue, enough}, {"accent and focus", accentHue, enough},
	{"brand", brandHue, enough}, {"ok", okHue, enough}, {"warn", warnHue, enough}, {"bad", badHue, enough}, {"code", codeHue, enough},
	{"border", borderHue, 2.5}, {"selection", selectionHue, enough}, {"code in it", selectionCodeHue, enough}, {"pill", pillHue, enough},
	{"button", buttonHue, enough}, {"alert", alertHue, enough}, {"danger", dangerHue, enough},
}

// lowest is the lowest contrast of an ink on some grounds, and on which of them that is. The terminal's own text has none: Look.style
// replaces it where it is faint.
func lowest(in ink, grounds map[string]color.Color) (ratio float64, on string) {
	if in.bg != own {
		return Contrast(lipgloss.ANSIColor(in.fg), lipgloss.ANSIColor(in.bg)), fmt.Sprint("its own ", in.bg)
	}
	if in.fg == own {
		return 0, ""
	}
	ratio = 21
	for _, name := range slices.Sorted(maps.Keys(grounds)) {
		if here := Contrast(lipgloss.ANSIColor(in.fg), grounds[name]); here <= ratio {
			ratio, on = here, name
		}
	}
	return ratio, on
}

// TestEveryTokenCanBeReadOnEveryUsualBackground holds docs/contrast.md to the colours, too. With -v it prints the table for it.
func TestEveryTokenCanBeReadOnEveryUsualBackground(t *testing.T) {
	table := "| what | dark | light | high contrast, dark | high contrast, light |\n|---|---|---|---|---|\n"
	for _, h := range hues {
		table += "| " + h.name + " |"
		for _, set := range []struct {
			name    string
			ink     ink
			grounds map[string]color.Color
			least   float64
		}{
			{"dark", h.hue.dark, darkGrounds, h.least}, {"light", h.hue.light, lightGrounds, h.least},
			{"high contrast dark", h.hue.highDark, darkGrounds, max(7, h.least)},
			{"high contrast light", h.hue.highLight, lightGrounds, max(5.7, h.least)},
		} {
			ratio, on := lowest(set.ink, set.grounds)
			if on == "" {
				table += " the terminal's |"
				continue
			}
			if ratio < set.least {
				t.Errorf("%s, %s: %.1f on %s, at least %.1f is needed", h.name, set.name, ratio, on, set.least)
			}
			table += fmt.Sprintf(" %d: %.1f on %s |", set.ink.fg, ratio, on)
		}
		table += "\n"
	}
	t.Log("\n" + table)
	if written, err := os.ReadFile("../../docs/contrast.md"); err != nil || !strings.Contains(string(written), table) {
		t.Errorf("docs/contrast.md has not the table that -v prints: %v", err)
	}
}

func TestWhatCannotBeReadOnTheTerminalsOwnColoursIsReplaced(t *testing.T) {
	grey, faint := lipgloss.Color("#777777"), lipgloss.Color("#839496")
	solarized := lipgloss.Color("#002b36")
	for name, c := range map[string]struct {
		look Look
		hue  hue
		want ink
	}{
		"usual":                 {Look{Theme: Auto, Ground: color.Black, Ink: color.White}, mutedHue, mutedHue.dark},
		"a background between":  {Look{Theme: Auto, Ground: grey}, badHue, badHue.highDark},
		"own text that is fine": {Look{Theme: Auto, Ground: color.Black, Ink: color.White}, textHue, textHue.dark},
		"faint own text":        {Look{Theme: Auto, Ground: solarized, Ink: faint}, textHue, ink{255, own, false}},
		"faint on light":        {Look{Theme: Auto, Light: true, Ground: color.White, Ink: faint}, strongHue, ink{16, own, true}},
		"a chosen theme":        {Look{Theme: Dark, Ground: grey}, badHue, badHue.dark},
		"its own background":    {Look{Theme: Auto, Ground: grey}, selectionHue, selectionHue.dark},
	} {
		t.Run(name, func(t *testing.T) {
			if got, want := c.look.style(c.hue), c.want.style(); got.Render("x") != want.Render("x") {
				t.Errorf("got %q, want %q", got.Render("x"), want.Render("x"))
			}
		})
	}
}
