// Package merchants chooses merchant categories from the named list of ISO 18245.
package merchants

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client/mcc"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Picker chooses merchant categories: typing filters by code or name, space chooses. It is a part of a screen.
type Picker struct {
	env    *screen.Env
	chosen map[string]bool
	found  ui.Rows[mcc.Code] // those chosen before the filter changed come first
	filter textinput.Model
}

// New returns the list with those chosen already.
func New(env *screen.Env, codes []string) *Picker {
	p := &Picker{env: env, chosen: map[string]bool{}, filter: ui.NewField("/", 40)}
	for _, code := range codes {
		p.chosen[code] = true
	}
	p.search()
	return p
}

// search lists what the filter finds. A code that the list does not name can be chosen by all its digits.
func (p *Picker) search() {
	text := strings.TrimSpace(p.filter.Value())
	found := mcc.Search(text)
	if len(found) == 0 && mcc.Valid(text) {
		found = []mcc.Code{{Code: text, Name: mcc.Name(text)}}
	}
	if text == "" {
		for _, code := range p.Codes() {
			if !slices.ContainsFunc(found, func(c mcc.Code) bool { return c.Code == code }) {
				found = append(found, mcc.Code{Code: code, Name: mcc.Name(code)})
			}
		}
		slices.SortStableFunc(found, func(a, b mcc.Code) int { return rank(p.chosen[a.Code]) - rank(p.chosen[b.Code]) })
	}
	p.found.Set(found)
	p.found.Top()
}

func rank(first bool) int {
	if first {
		return 0
	}
	return 1
}

// Codes are those chosen, sorted.
func (p *Picker) Codes() []string {
	var codes []string
	for code, chosen := range p.chosen {
		if chosen {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes
}

// Update handles keys and pasted text. done means that the person has chosen.
func (p *Picker) Update(msg tea.Msg) (cmd tea.Cmd, done bool) {
	pressed, isKey := msg.(tea.KeyPressMsg)
	k := p.env.Keys
	switch {
	case isKey && ui.Matches(pressed, k.Continue):
		return nil, true
	case isKey && key.Matches(pressed, k.Mark):
		if c, ok := p.found.Selected(); ok {
			p.chosen[c.Code] = !p.chosen[c.Code]
		}
	case isKey && pressed.Text == "" && p.found.MoveCursor(pressed, k):
	default:
		before := p.filter.Value()
		if cmd = ui.Edit(&p.filter, msg); p.filter.Value() != before {
			p.search()
		}
	}
	return cmd, false
}

// Clear empties the filter. It reports whether there was one.
func (p *Picker) Clear() bool {
	filtered := p.filter.Value() != ""
	p.filter.Reset()
	p.search()
	return filtered
}

// Focus lets the person type.
func (p *Picker) Focus() tea.Cmd { return p.filter.Focus() }

// Keys are the bindings of the key line.
func (p *Picker) Keys() []key.Binding {
	k := p.env.Keys
	return []key.Binding{ui.Named(k.Mark, "choose or not"), ui.Named(k.Continue, "done"), k.Back}
}

// Lines draw the list, and position says where the person is in it.
func (p *Picker) Lines(width, height int) (lines []string, position string) {
	s := p.env.Styles
	p.filter.SetWidth(max(1, width-4))
	lines = []string{" " + ui.FieldView(&p.filter)}
	foot := " " + s.Muted.Render(fmt.Sprintf("%d chosen; type a code or a name, %s", len(p.Codes()), ui.Says(p.env.Keys.Mark, "chooses")))
	if p.found.Len() == 0 {
		return append(lines, ui.Paragraph(s.Muted, "no category has this code or name; esc clears the filter", width)...), ""
	}
	table := ui.Table[mcc.Code]{
		Styles: s, Columns: []ui.Column{{Title: "code", Min: 4, Max: 4}, {Title: "category", Min: 10, Max: 200, Rank: 1}},
		Cells:  func(c mcc.Code, _ []int) []ui.Cell { return []ui.Cell{{Text: ui.Safe(c.Code)}, {Text: c.Name}} },
		Marked: func(c mcc.Code) bool { return p.chosen[c.Code] },
	}
	return append(append(lines, table.Lines(&p.found, width, max(1, height-2))...), foot), p.found.Position()
}
