// Package palette finds what a person can do by a few letters: the actions of what is in front, places, settings, and cards. It runs what
// it found as its key would, and never carries anything out itself.
package palette

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"cardwallet/tui/ui"
)

const (
	cells     = 70 // inside of its box
	rows      = 8
	mostCards = 50 // that are ranked, of those that have the words
)

// Card is a card that can be opened. Texts are safe.
type Card struct {
	Name string
	Note string // what to know about it, in a word
	Open func() tea.Cmd
}

// Cards finds cards by words, as the filter of their list does.
type Cards interface {
	// Search gives the first cards that have all words, at most that many.
	Search(words string, most int) []Card
	// Count is how many there are.
	Count() int
}

// Options are what a Palette needs. While nothing is typed, the first of Here are shown, then the first of Places.
type Options struct {
	Here   []ui.Action // of what is in front, in their order
	Places []ui.Action // and settings
	Cards  Cards
	// Calm reports whether screen and keyboard had been quiet when the newest key came. What begins to move money, changes a card, reveals
	// its numbers or leaves the program is run by such a key alone.
	Calm   func() bool
	Keys   ui.Keys
	Styles *ui.Styles
}

// Palette is the dialog.
type Palette struct {
	opts     Options
	commands []entry
	field    textinput.Model
	found    []entry
	window   ui.Window
	hurried  bool // the newest key was an answer to something that nobody can have read
}

// entry is one line.
type entry struct {
	words, note, key string
	matched          []int // bytes of words that were typed
	action           ui.Action
	serious          bool // it takes a key that somebody thought about
}

// New returns the palette with nothing typed.
func New(o Options) *Palette {
	p := &Palette{opts: o, field: ui.NewField(": ", 60)}
	p.field.Focus()
	for _, a := range slices.Concat(o.Here, o.Places) {
		if e, ok := p.entryOf(a); ok && !slices.ContainsFunc(p.commands, func(b entry) bool { return b.words == e.words }) {
			p.commands = append(p.commands, e)
		}
	}
	p.find()
	return p
}

// entryOf is an action that has words for here and that something else than its key can begin.
func (p *Palette) entryOf(a ui.Action) (entry, bool) {
	if a.Words == "" || a.Run == nil && a.Reason == "" || !a.Key.Enabled() && a.Key.Help().Key != "" {
		return entry{}, false
	}
	e := entry{words: a.Words, note: a.Reason, key: a.Key.Help().Key, action: a}
	quits, reveals := p.opts.Keys.Quit.Help().Key, p.opts.Keys.Reveal.Help().Key
	e.serious = a.Group == ui.ToMove || a.Group == ui.ToChange || e.key == quits || e.key == reveals
	return e, true
}

// Title implements dialog.Dialog.
func (p *Palette) Title() string { return "Commands" }

// Cells implements dialog.Dialog.
func (p *Palette) Cells() int { return cells }

// Position implements dialog.Dialog. It says how much was found, of all there is.
func (p *Palette) Position() string {
	return fmt.Sprintf("%d of %d", len(p.found), len(p.commands)+p.opts.Cards.Count())
}

// CapturesInput reports that keys are typed into the field.
func (p *Palette) CapturesInput() bool { return true }

// Actions implements dialog.Dialog.
func (p *Palette) Actions() []ui.Action {
	k := p.opts.Keys
	return ui.Bound(ui.Named(k.Choose, "run"), ui.Named(k.Back, "close"))
}

// Update implements dialog.Dialog.
func (p *Palette) Update(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	k := p.opts.Keys
	p.hurried = false
	switch {
	case ui.Matches(msg, k.Back):
		return nil, true
	case ui.Matches(msg, k.Choose):
		return p.run()
	case msg.Text == "" && p.window.Update(msg, k):
		return nil, false
	case msg.Code == tea.KeyBackspace && p.field.Value() == "":
		return nil, true
	}
	before := p.field.Value()
	cmd := ui.Edit(&p.field, msg)
	if p.field.Value() != before {
		p.find()
	}
	return cmd, false
}

// run begins what is selected, or says why that cannot be. What matters waits for a key of somebody who can have read it.
func (p *Palette) run() (tea.Cmd, bool) {
	if len(p.found) == 0 {
		return nil, false
	}
	e := p.found[p.window.Cursor]
	if e.serious && e.action.Reason == "" && !p.opts.Calm() {
		p.hurried = true
		return nil, false
	}
	return e.action.Begin(), true
}

// find looks for what is typed, and where nothing has it, for what the same keys give on a Latin layout.
func (p *Palette) find() {
	typed := strings.TrimSpace(p.field.Value())
	if p.search(typed); len(p.found) == 0 {
		p.search(ui.LatinKeys(typed))
	}
	p.window.SetCount(len(p.found))
	p.window.Select(0)
}

// search finds: ">" commands only, "#" or digits cards only. Nothing typed is what is likely here.
func (p *Palette) search(typed string) {
	words, onlyCommands := strings.CutPrefix(typed, ">")
	words, onlyCards := strings.CutPrefix(words, "#")
	words = strings.TrimSpace(words)
	onlyCards = onlyCards || words != "" && strings.Trim(words, "0123456789") == ""
	switch {
	case typed == "":
		p.found = p.likely()
	case onlyCards:
		p.found = ranked(words, p.cards(words))
	case onlyCommands:
		p.found = ranked(words, p.commands)
	default:
		p.found = ranked(words, slices.Concat(p.commands, p.cards(words)))
	}
}

// likely are what is on the key line here, and then the first places.
func (p *Palette) likely() []entry {
	const here = 5
	var found []entry
	for _, a := range p.opts.Here {
		if e, ok := p.entryOf(a); ok && a.Can() && !a.Quiet && len(found) < here {
			found = append(found, e)
		}
	}
	for _, a := range p.opts.Places {
		if e, ok := p.entryOf(a); ok && len(found) < rows {
			found = append(found, e)
		}
	}
	return found
}

func (p *Palette) cards(words string) []entry {
	var found []entry
	for _, c := range p.opts.Cards.Search(words, mostCards) {
		found = append(found, entry{words: "Card: " + c.Name, note: c.Note, action: ui.Action{Run: c.Open}})
	}
	return found
}

// ranked are the entries that have the letters in their order, the best first, and then the cards that have the words somewhere else.
func ranked(words string, entries []entry) []entry {
	texts := make([]string, len(entries))
	for i, e := range entries {
		texts[i] = e.words
	}
	if words == "" {
		return entries
	}
	var found []entry
	matched := map[int]bool{}
	for _, match := range fuzzy.Find(words, texts) {
		e := entries[match.Index]
		e.matched = match.MatchedIndexes
		found = append(found, e)
		matched[match.Index] = true
	}
	for i, e := range entries {
		if !matched[i] && e.key == "" && strings.HasPrefix(e.words, "Card: ") {
			found = append(found, e)
		}
	}
	return found
}
