package create

import (
	"cmp"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// cardTypes shows one card type whole, or two side by side: below each other where the terminal is narrow.
type cardTypes struct {
	env     *screen.Env
	account client.Account
	types   []client.CardType
	scroll  ui.Scroll
}

// newCardTypes returns the screen of one type or two.
func newCardTypes(env *screen.Env, account client.Account, types ...client.CardType) *cardTypes {
	return &cardTypes{env: env, account: account, types: types}
}

// Init does nothing: all is known.
func (c *cardTypes) Init() tea.Cmd { return nil }

// Update scrolls.
func (c *cardTypes) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		c.scroll.Update(msg, c.env.Keys)
	case ui.PointMsg:
		c.scroll.Point(msg)
	}
	return nil
}

// Profile is the account's.
func (c *cardTypes) Profile() string { return c.account.Profile }

// Title says what is shown.
func (c *cardTypes) Title() (where, position string) {
	if len(c.types) == 2 {
		return "new card / two types", ""
	}
	return "new card / card type", ""
}

// Actions are what a person can do here.
func (c *cardTypes) Actions() []ui.Action { return ui.Moves(c.env.Keys) }

// typeLabelCells is the room for a fact's name and the mark before it. From sideBySide cells on, two columns are easier to read than two
// lines for each fact.
const (
	typeLabelCells = 20
	sideBySide     = 76
)

// View draws the facts, those that the issuer gave. Where there are more than fit, the border says which are shown.
func (c *cardTypes) View(width, height int) string {
	pane := ui.Pane{Panel: ui.Panel{Title: "All about a card type", Detail: "at " + ui.Safe(c.account.Profile)}}
	room := pane.LinesArea(width, height)
	var head, lines []string
	switch {
	case len(c.types) != 2:
		head, lines = c.whole(room.Width)
	case room.Width < sideBySide:
		head, lines = c.stacked(room.Width)
	default:
		head, lines = c.columns(room.Width)
	}
	if len(c.types) == 2 {
		pane.Title = "Two card types"
	}
	from := c.scroll.First(len(lines), max(1, room.Height-len(head)))
	pane.Right = c.scroll.Position()
	pane.Lines = func(int, int) []string { return append(head, lines[from:]...) }
	return pane.Draw(c.env.Styles, width, height)
}

func (c *cardTypes) whole(width int) (head, lines []string) {
	s := c.env.Styles
	for _, t := range c.types {
		head = append(head, " "+s.Strong.Render(ui.Cut(screen.TypeName(t), width-2)))
		for _, fact := range plan.TypeFacts(t) {
			label := fact.Name
			for _, line := range ui.Wrapped(ui.Safe(fact.Value), width-typeLabelCells-2, 20) {
				lines = append(lines, " "+s.Muted.Render(ui.Fit(label, typeLabelCells))+line)
				label = ""
			}
		}
	}
	return head, lines
}

// pair is a fact of both types.
type pair struct {
	name string
	of   [2]string
}

func (p pair) same() bool { return p.of[0] == p.of[1] }

// pairs are the facts that the issuer gave for either type.
func (c *cardTypes) pairs() []pair {
	var pairs []pair
	others := plan.TypeFacts(c.types[1])
	for i, fact := range plan.TypeFacts(c.types[0]) {
		if fact.Value+others[i].Value != "" {
			of := [2]string{cmp.Or(ui.Safe(fact.Value), "-"), cmp.Or(ui.Safe(others[i].Value), "-")}
			pairs = append(pairs, pair{name: fact.Name, of: of})
		}
	}
	return pairs
}

// columns puts the two beside each other. What differs is marked.
func (c *cardTypes) columns(width int) (head, lines []string) {
	s := c.env.Styles
	cells := (width - typeLabelCells - 6) / 2
	row := func(mark, label, left, right string) string {
		return mark + s.Muted.Render(ui.Fit(label, typeLabelCells)) + ui.Fit(left, cells) + "  " + ui.Cut(right, cells)
	}
	head = []string{row("  ", "* they differ", s.Strong.Render(ui.Cut(screen.TypeName(c.types[0]), cells)),
		s.Strong.Render(ui.Cut(screen.TypeName(c.types[1]), cells)))}
	for _, p := range c.pairs() {
		left, right := ui.Wrapped(p.of[0], cells, 20), ui.Wrapped(p.of[1], cells, 20)
		for i := range max(len(left), len(right)) {
			mark, label := "  ", ""
			if i == 0 {
				mark, label = c.mark(p), p.name
			}
			lines = append(lines, row(mark, label, nth(left, i), nth(right, i)))
		}
	}
	return head, lines
}

// stacked puts the two below each other, called A and B. What both have is said once.
func (c *cardTypes) stacked(width int) (head, lines []string) {
	s := c.env.Styles
	for i, name := range []string{"A ", "B "} {
		head = append(head, "  "+s.Strong.Render(name+ui.Cut(screen.TypeName(c.types[i]), max(0, width-4))))
	}
	for _, p := range c.pairs() {
		mark, label := c.mark(p), p.name
		add := func(name, value string) {
			for _, line := range ui.Wrapped(value, width-typeLabelCells-4, 20) {
				lines = append(lines, mark+s.Muted.Render(ui.Fit(label, typeLabelCells)+name)+line)
				mark, label, name = "  ", "", "  "
			}
		}
		if p.same() {
			add("  ", p.of[0])
			continue
		}
		add("A ", p.of[0])
		add("B ", p.of[1])
	}
	return head, lines
}

func (c *cardTypes) mark(p pair) string {
	if p.same() {
		return "  "
	}
	return c.env.Styles.Warn.Render("*") + " "
}

func nth(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}
