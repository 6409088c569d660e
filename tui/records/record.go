package records

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/client/words"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Record is one record with every field that it has, what it refunds or pays for, and what refunds or is charged for it.
type Record struct {
	env     *screen.Env
	account client.Account
	record  client.Record
	known   []client.Record // what a list has read already

	lifetime

	linked  []link // the original first
	at      int    // the selected one
	moved   bool   // the person selected it
	reading int    // questions without an answer
	err     error
	scroll  ui.Scroll
}

// link is a record that belongs to the one shown.
type link struct {
	record   client.Record
	original bool
}

// newRecord returns the screen of a record. known are records that were read already: what is linked is looked for among them first.
func newRecord(env *screen.Env, account client.Account, r client.Record, known []client.Record) *Record {
	v := &Record{env: env, account: account, record: r, known: known}
	v.lifetime = newLifetime(env)
	v.link(known)
	return v
}

// Init asks for what is linked.
func (v *Record) Init() tea.Cmd { return v.look() }

// Update handles keys.
func (v *Record) Update(msg tea.Msg) tea.Cmd {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		return v.onKey(press)
	}
	return nil
}

func (v *Record) onKey(msg tea.KeyPressMsg) tea.Cmd {
	k := v.env.Keys
	switch {
	case v.scroll.Update(msg, k):
	case len(v.linked) > 0 && ui.Matches(msg, k.NextLinked):
		v.at, v.moved = (v.at+1)%len(v.linked), true
	case len(v.linked) > 0 && ui.Matches(msg, k.Open):
		return v.open(v.linked[v.at])
	case v.hasOriginal() && ui.Matches(msg, k.Original):
		return v.open(v.linked[0])
	case v.err != nil && v.reading == 0 && ui.Matches(msg, k.Refresh):
		v.err = nil
		return v.look()
	}
	return nil
}

func (v *Record) open(l link) tea.Cmd {
	return ui.Push(newRecord(v.env, v.account, l.record, append(v.known[:len(v.known):len(v.known)], v.record)))
}

func (v *Record) hasOriginal() bool { return len(v.linked) > 0 && v.linked[0].original }

// Profile is the account of the record.
func (v *Record) Profile() string { return v.record.Profile }

// Title names the record.
func (v *Record) Title() (where, position string) {
	where = ui.Safe(v.record.Profile) + " / " + string(v.record.Kind) + " / " + ui.Safe(v.record.ID)
	return where, ui.Safe(v.record.Type)
}

// Actions are what a person can do here.
func (v *Record) Actions() []ui.Action { return ui.Bound(v.bindings()...) }

func (v *Record) bindings() []key.Binding {
	k := v.env.Keys
	var keys []key.Binding
	if v.hasOriginal() {
		keys = append(keys, k.Original)
	}
	if len(v.linked) > 0 {
		keys = append(keys, ui.Named(k.Open, "open linked"))
	}
	if len(v.linked) > 1 {
		keys = append(keys, k.NextLinked)
	}
	if v.err != nil {
		keys = append(keys, k.Refresh)
	}
	return append(keys, k.Up, k.Down)
}

// View draws what happened, what is linked, and then every other field.
func (v *Record) View(width, height int) string {
	facts := statement.Facts(v.record, v.env.At)
	if v.record.Kind == client.Record3DS {
		facts = append([]client.Fact{{Name: "code", Value: liveWord(v.env, v.account, v.record) + "; O shows live codes"}}, facts...)
	}
	var lines []string
	for _, f := range facts {
		if card, ok := v.env.Listed(client.Movement{Profile: v.record.Profile, CardID: v.record.CardID}); ok && f.Name == "card" {
			f.Value = screen.CardName(card) + ", " + card.ID
		}
		for i, part := range ui.Wrapped(ui.Safe(f.Value), width-recordLabelCells-2, 6) {
			label := ""
			if i == 0 {
				label = f.Name
			}
			lines = append(lines, "  "+v.env.Styles.Muted.Render(ui.Fit(label, recordLabelCells))+part)
		}
	}
	lines = append(v.linkLines(width), lines...)
	return ui.Body(lines[v.scroll.First(len(lines), height):], width, height)
}

func (v *Record) linkLines(width int) []string {
	s := v.env.Styles
	var lines []string
	for i, l := range v.linked {
		mark, what := "  ", "linked"
		if i == v.at {
			mark = "> "
		}
		if l.original {
			what = "original"
		}
		r := l.record
		amount, _ := words.Amount(r)
		text := ui.Safe(words.Type(r.Kind, r.Type)) + "  " + ui.Safe(amount)
		if name := ui.Safe(r.Merchant.Name); name != "" {
			text += "  " + ui.Cut(name, max(8, width-58))
		}
		text += "  " + v.env.When(r.At) + "  " + screen.StateWords(words.OfRecord(r))
		lines = append(lines, mark+s.Strong.Render(ui.Fit(what, recordLabelCells))+ui.Cut(text, width-recordLabelCells-2))
	}
	switch {
	case v.reading > 0:
		lines = append(lines, "  "+s.Accent.Render("looking for what is linked…"))
	case v.err != nil:
		lines = append(lines, ui.ProblemLines(s, "what is linked cannot be read: ", v.err, width)...)
	}
	if len(lines) > 0 {
		lines = append(lines, "")
	}
	return lines
}

// recordLabelCells fits the longest label of statement.Facts.
const recordLabelCells = 19
