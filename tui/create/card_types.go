package create

import (
	"cmp"
	"strings"

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
	if press, ok := msg.(tea.KeyPressMsg); ok {
		c.scroll.Update(press, c.env.Keys)
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

// View draws the facts, those that the issuer gave.
func (c *cardTypes) View(width, height int) string {
	var head, lines []string
	switch {
	case len(c.types) != 2:
		lines = c.whole(width)
	case width < sideBySide:
		head, lines = c.stacked(width)
	default:
		head, lines = c.columns(width)
	}
	room := max(1, height-len(head))
	lines = lines[c.scroll.First(len(lines), room):]
	return ui.Lines(strings.Join(append(head, lines...), "\n"), width, height)
}

func (c *cardTypes) whole(width int) []string {
	s := c.env.Styles
	var lines []string
	for _, t := range c.types {
		lines = append(lines, "", "  "+s.Strong.Render(screen.TypeName(t)), "")
		for _, fact := range plan.TypeFacts(t) {
			for i, line := range ui.Wrapped(ui.Safe(fact.Value), width-typeLabelCells-4, 20) {
				label := ""
				if i == 0 {
					label = fact.Name
				}
				lines = append(lines, "  "+s.Muted.Render(ui.Fit(label, typeLabelCells))+line)
			}
		}
	}
	return lines
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
