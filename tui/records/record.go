package records

import (
	"strings"

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

// Update handles keys and the wheel.
func (v *Record) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if v.scroll.Update(msg, v.env.Keys) {
			return nil
		}
		cmd, _ := ui.Dispatch(v.Actions(), msg)
		return cmd
	case ui.PointMsg:
		v.scroll.Point(msg)
	}
	return nil
}

// next selects the next linked record.
func (v *Record) next() tea.Cmd {
	v.at, v.moved = (v.at+1)%len(v.linked), true
	return nil
}

// again looks once more for what is linked.
func (v *Record) again() tea.Cmd {
	if v.reading > 0 {
		return nil
	}
	v.err = nil
	return v.look()
}

func (v *Record) open(l link) tea.Cmd {
	return ui.Push(newRecord(v.env, v.account, l.record, append(v.known[:len(v.known):len(v.known)], v.record)))
}

func (v *Record) hasOriginal() bool { return len(v.linked) > 0 && v.linked[0].original }

// Profile is the account of the record.
func (v *Record) Profile() string { return v.record.Profile }

// Title names the record.
func (v *Record) Title() (where, position string) {
	return ui.Safe(v.record.Profile) + " / " + words.List(v.record.Kind) + " / " + ui.Safe(v.record.ID), ""
}

// Actions are what a person can do here.
func (v *Record) Actions() []ui.Action {
	k := v.env.Keys
	var actions []ui.Action
	if len(v.linked) > 0 {
		l := v.linked[v.at]
		name := "linked"
		if l.original {
			name = "original"
		}
		actions = append(actions, ui.Action{Key: ui.Named(k.Open, "open "+name), Words: "Open the " + name + " record", Group: ui.ToLook,
			Run: func() tea.Cmd { return v.open(l) }})
	}
	if len(v.linked) > 1 {
		actions = append(actions, ui.Action{Key: ui.Named(k.NextPart, "next linked"), Words: "Next linked record", Group: ui.ToLook, Run: v.next})
	}
	if v.err != nil {
		actions = append(actions, ui.Action{Key: ui.Named(k.Refresh, "try again"), Words: "Look again for what is linked",
			Group: ui.OfProgram, Run: v.again})
	}
	return append(actions, ui.Moves(k)...)
}

// View draws what is linked, and then every field.
func (v *Record) View(width, height int) string {
	var lines []string
	pane := ui.Pane{Panel: ui.Panel{Title: title(v.record), Detail: subject(v.record)}, Lines: func(int, int) []string { return lines }}
	area := pane.LinesArea(width, height)
	all := append(v.linkLines(area.Width), v.fieldLines(area.Width)...)
	lines = all[v.scroll.First(len(all), area.Height):]
	pane.Right = v.scroll.Position()
	return pane.Draw(v.env.Styles, width, height)
}

func (v *Record) fieldLines(width int) []string {
	facts := statement.Facts(v.record, v.env.At)
	if v.record.Kind == client.Record3DS {
		code := liveWord(v.env, v.account, v.record) + "; " + ui.Says(v.env.Keys.Feed, "shows live codes")
		facts = append([]client.Fact{{Name: "code", Value: code}}, facts...)
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
	return lines
}

func (v *Record) linkLines(width int) []string {
	s := v.env.Styles
	var lines []string
	for i, l := range v.linked {
		what := "linked"
		if l.original {
			what = "original"
		}
		amount, _ := words.Amount(l.record)
		text := ui.Fit(what, 9) + strings.Join(ui.NonEmpty(ui.Safe(words.Type(l.record.Kind, l.record.Type)), ui.Safe(amount)), "  ")
		detail := strings.Join(ui.NonEmpty(ui.Cut(ui.Safe(l.record.Merchant.Name), max(8, width-70)), screen.StateWords(words.OfRecord(l.record)),
			v.env.When(l.record.At)), " · ")
		lines = append(lines, ui.ChoiceLine(s, i == v.at, text, detail, width))
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

// liveWord says whether a 3DS record is still good.
func liveWord(env *screen.Env, account client.Account, r client.Record) string {
	switch {
	case r.ExpiresAt.IsZero():
		return "no expiry"
	case account.Now(env.Now()).Before(r.ExpiresAt):
		return "live"
	}
	return "expired"
}
