package screen

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// activityLimit is how many movements the list shows at most.
const activityLimit = 5000

// Activity is what this wallet did: every movement of the journal, newest first. A row opens to its history. An unknown outcome can
// be settled by asking the issuers, or marked by a person who found out.
type Activity struct {
	env *Env

	moves   []client.Movement
	loading bool
	again   bool  // to be read once more
	loaded  bool  // at least once
	err     error // why the journal could not be read

	settling bool
	askErr   error // why an issuer could not be asked

	index  ui.Index
	shown  []int32
	query  ui.Query
	filter textinput.Model
	window ui.Window
	moved  bool // the person chose a row; until then the cursor stays at the newest
}

// NewActivity returns the list.
func NewActivity(env *Env) *Activity { return &Activity{env: env, filter: ui.NewField("/", 80)} }

// Init reads the journal.
func (a *Activity) Init() tea.Cmd { return a.load() }

// Update handles keys and what the journal says.
func (a *Activity) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if a.filter.Focused() {
			return a.typed(msg)
		}
		return a.press(msg)
	case tea.PasteMsg:
		if a.filter.Focused() {
			return a.edit(msg)
		}
	case activityMsg:
		if msg.owner == a {
			return a.took(msg)
		}
	case MovesMsg:
		if msg.Settled {
			a.settling, a.askErr = false, msg.Err
		}
		return a.load()
	case MovedMsg:
		return a.load()
	}
	return nil
}

func (a *Activity) press(msg tea.KeyPressMsg) tea.Cmd {
	k := a.env.Keys
	if a.window.Update(msg, k) {
		a.moved = true
		return nil
	}
	switch {
	case ui.Matches(msg, k.Filter):
		return a.filter.Focus()
	case ui.Matches(msg, k.Settle) && !a.settling:
		a.settling, a.askErr = true, nil
		return tea.Batch(a.load(), send(SettleMsg{}))
	}
	m, ok := a.selected()
	switch {
	case !ok:
	case ui.Matches(msg, k.Open):
		return ui.Push(NewMovement(a.env, m))
	case ui.Matches(msg, k.Mark):
		return pushMark(a.env, m)
	}
	return nil
}

// typed handles a key while the filter has the focus: moving is by the arrows, everything that can be text is text.
func (a *Activity) typed(msg tea.KeyPressMsg) tea.Cmd {
	k := a.env.Keys
	switch {
	case key.Matches(msg, k.KeepFilter):
		a.filter.Blur()
	case key.Matches(msg, k.ClearFilter):
		a.Escape()
	case msg.Text == "" && a.window.Update(msg, k):
		a.moved = true
	default:
		return a.edit(msg)
	}
	return nil
}

func (a *Activity) edit(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	a.filter, cmd = a.filter.Update(msg)
	a.match()
	return cmd
}

func (a *Activity) load() tea.Cmd {
	if a.loading {
		a.again = true
		return nil
	}
	a.loading, a.again = true, false
	ctx, payer := a.env.Ctx, a.env.Payer
	return func() tea.Msg {
		moves, err := payer.Movements(ctx, client.MovementFilter{Limit: activityLimit})
		return activityMsg{owner: a, moves: moves, err: err}
	}
}

type activityMsg struct {
	owner *Activity
	moves []client.Movement
	err   error
}

func (a *Activity) took(msg activityMsg) tea.Cmd {
	selected, had := a.selected()
	a.loading, a.loaded, a.err = false, true, msg.err
	if msg.err == nil {
		a.moves = msg.moves
		a.index = ui.NewIndex(len(a.moves), func(i int, add func(string)) {
			m := a.moves[i]
			for _, part := range []string{
				wordsOf(m.Kind).noun, string(m.Kind), a.env.cardOf(m), m.CardID, m.Profile, m.OrderID, string(m.Status), m.Amount.String(), m.Description,
			} {
				add(part)
			}
		})
	}
	a.match()
	if had && a.moved {
		for i := range a.shown {
			if a.moves[a.shown[i]].OrderID == selected.OrderID {
				a.window.Select(i)
			}
		}
	}
	if a.again {
		return a.load()
	}
	return nil
}

func (a *Activity) match() {
	a.query = ui.NewQuery(a.filter.Value())
	a.shown = a.index.Find(a.query, a.shown)
	a.window.SetCount(len(a.shown))
}

func (a *Activity) selected() (client.Movement, bool) {
	if len(a.shown) == 0 {
		return client.Movement{}, false
	}
	return a.moves[a.shown[a.window.Cursor]], true
}

// CapturesInput reports whether a filter is being typed.
func (a *Activity) CapturesInput() bool { return a.filter.Focused() }

// Escape clears the filter.
func (a *Activity) Escape() bool {
	filtered := a.filter.Value() != ""
	a.filter.Reset()
	a.filter.Blur()
	a.match()
	return filtered
}

// Title implements ui.Screen.
func (a *Activity) Title() (where, position string) {
	if len(a.shown) == 0 {
		return "activity", ""
	}
	position = fmt.Sprintf("%d of %d", a.window.Cursor+1, len(a.shown))
	if len(a.shown) < len(a.moves) {
		position += fmt.Sprintf(" (%d)", len(a.moves))
	}
	return "activity", position
}

// Keys implements ui.Screen.
func (a *Activity) Keys() []key.Binding {
	k := a.env.Keys
	if a.filter.Focused() {
		return []key.Binding{k.KeepFilter, k.ClearFilter}
	}
	m, ok := a.selected()
	if !ok {
		return []key.Binding{k.Settle, k.Filter}
	}
	keys := []key.Binding{k.Open}
	if m.Status == client.MovementUnknown {
		keys = append(keys, k.Mark)
	}
	return append(keys, k.Settle, k.Filter, k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom)
}

// View draws what is under way or wrong, the filter, and the rows that fit.
func (a *Activity) View(width, height int) string {
	s := a.env.Styles
	lines := a.noteLines(width)
	if a.filter.Focused() || a.filter.Value() != "" {
		a.filter.SetWidth(max(1, width-3))
		lines = append(lines, a.filter.View())
	}
	if len(a.shown) == 0 {
		words := "nothing yet: top-ups, withdrawals and new cards will be here"
		switch {
		case len(a.moves) > 0:
			words = "no movement matches the filter; esc clears it"
		case !a.loaded:
			words = "reading the journal"
		case a.err != nil:
			words = ""
		}
		return ui.Body(append(lines, "", "  "+s.Dim.Render(words)), width, height)
	}
	widths := ui.Columns(activityColumns(width), width, columnGap)
	lines = append(lines, s.Header.Render(ui.Row([]string{
		ui.Fit("", widths[0]), ui.Fit("when", widths[1]), ui.Fit("what", widths[2]), ui.Fit("card", widths[3]),
		ui.Right("amount", widths[4]), ui.Right("fee", widths[5]), ui.Fit("status", widths[6]),
	}, widths, columnGap)))
	from, to := a.window.Visible(height - len(lines))
	for i := from; i < to; i++ {
		lines = append(lines, a.row(a.moves[a.shown[i]], i == a.window.Cursor, widths))
	}
	return ui.Lines(strings.Join(lines, "\n"), width, height)
}

func activityColumns(width int) []ui.Column {
	return []ui.Column{
		{Min: 1, Max: 1},   // the cursor
		{Min: 11, Max: 11}, // when
		{Min: 8, Max: 8},   // what
		{Min: 10, Max: max(24, width-62), Rank: 1}, // card
		{Min: 13, Max: 16, Rank: 2},                // amount
		{Min: 7, Max: 10, Rank: 3},                 // fee
		{Min: 10, Max: 10},                         // status
	}
}

func (a *Activity) row(m client.Movement, selected bool, w []int) string {
	s := a.env.Styles
	mark, kind := " ", ui.Fit(kindWord(m.Kind), w[2])
	if selected {
		mark, kind = ">", s.Selected.Render(kind)
	}
	fee := "?"
	if m.Fee.Known() {
		fee = ui.Safe(m.Fee.Digits())
	}
	return ui.Row([]string{
		mark, s.Dim.Render(ui.Fit(a.env.when(m.CreatedAt), w[1])), kind, ui.Fit(a.env.cardOf(m), w[3]),
		ui.Right(moneyWords(m.Amount), w[4]), ui.Right(fee, w[5]), movementStyle(s, m.Status).Render(ui.Fit(ui.Safe(string(m.Status)), w[6])),
	}, w, columnGap)
}

func (a *Activity) noteLines(width int) []string {
	s := a.env.Styles
	var lines []string
	if a.settling {
		lines = append(lines, s.Info.Render(ui.Fit("  asking the issuers what became of what is open…", width)))
	}
	if a.askErr != nil && a.err == nil {
		what, _ := ui.Problem(a.askErr)
		lines = append(lines, s.Warn.Render(ui.Fit("! not all could be asked: "+what, width)))
	}
	if a.err != nil {
		lines = append(lines, problemLines(s, "the journal cannot be read: ", a.err, width)...)
	}
	return lines
}
