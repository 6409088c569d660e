package preview

import (
	"strconv"

	"cardwallet/client"
	"cardwallet/client/words"
	"cardwallet/tui/codes"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Inbox is what goes on.
type Inbox struct {
	Env   *screen.Env
	Live  []client.Code     // newest first
	Today []client.Movement // newest first
}

// Lines are a panel in so many cells and at most that many lines.
func (i Inbox) Lines(width, height int) []string {
	live, today, cells := i.Live, i.Today, width-2
	s := i.Env.Styles
	const codeLines, least = 4, 6 // a code with the blank line above it; the lines that are kept for today
	lines := []string{}
	if len(live) == 0 {
		lines = append(lines, "", s.Muted.Render(NoneMark+" none"))
	}
	room := max(1, (height-least)/codeLines)
	for _, code := range live[:min(len(live), room)] {
		lines = append(lines, "")
		lines = append(lines, i.code(code, cells)...)
	}
	if more := len(live) - room; more > 0 {
		lines = append(lines, "", s.Muted.Render("and "+strconv.Itoa(more)+" more"))
	}
	if len(today) > 0 {
		lines = append(lines, "", s.Muted.Render("Today"))
	}
	for _, m := range today {
		lines = append(lines, i.move(m, cells))
	}
	for at := range lines {
		lines[at] = " " + lines[at]
	}
	return lines
}

func (i Inbox) code(code client.Code, cells int) []string {
	s := i.Env.Styles
	left := i.Env.Codes.Left(code, i.Env.Now())
	card := i.Env.CardWith(code)
	end, clock := screen.NameEnd(card), timeWords(code, left)
	name := ui.Cut(screen.CardName(card), cells-ui.Width(end)-ui.Width(clock)-4)
	head := s.Code.Render(LiveMark) + " " + s.Strong.Render(name) + " " + s.Muted.Render(end)
	return []string{
		ui.Spread(head, clock, cells),
		"  " + ui.Cut(codes.Purchase(code), cells-2),
		"  " + codes.Gauge(s, s.Code.Bold(false), code, left, cells-2),
	}
}

// move is a movement: when, what became of it, what it was, and how much.
func (i Inbox) move(m client.Movement, cells int) string {
	s := i.Env.Styles
	state := words.OfMovement(m.Status)
	what := m.Kind.Words().Noun + " " + state.Word
	if m.Status == client.MovementSucceeded {
		what = m.Kind.Words().Past
	}
	amount := ""
	if m.Amount.Known() {
		amount = screen.MoneyWords(m.Amount)
	} else {
		what += " " + i.Env.CardOf(m)
	}
	at := m.CreatedAt.In(i.Env.Now().Location()).Format("15:04")
	head := s.Muted.Render(at) + " " + screen.ToneStyle(s, state.Tone).Render(state.Mark) + " "
	return head + ui.Spread(ui.Safe(what), amount, cells-ui.Width(head))
}
