package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/tui/frame"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// The smallest terminal that the screens are made for.
const (
	minWidth  = 60
	minHeight = 16
)

// foot is how many lines are below the body: the notices and the keys.
const foot = 2

func (m *Model) tooSmall() bool { return m.width < minWidth || m.height < minHeight }

// View draws title, body, status line and help line.
func (m *Model) View() (view tea.View) {
	view.AltScreen, view.ReportFocus = true, m.opts.HideOnBlur
	view.KeyboardEnhancements.ReportAlternateKeys = true // a shortcut on another layout than Latin
	view.SetContent(blank)
	defer m.rescueScreen()
	frame := m.env.Attention.Frame(m.frame)
	if m.env.Styles.ASCII {
		frame = ui.ASCII(frame)
	}
	frame, x, y, typing := ui.TakeCursor(frame)
	if typing {
		view.Cursor = tea.NewCursor(x, y)
		view.Cursor.Blink = false
	}
	view.SetContent(m.residue.Frame(frame))
	view.WindowTitle, view.ProgressBar = m.windowTitle(), m.progress()
	if m.points() {
		view.MouseMode = tea.MouseModeCellMotion
	}
	return view
}

// blank is a frame that tells nothing. It has a word in it because some terminals have no other screen to go back to, as GNU screen by
// default. The renderer does not draw an empty frame, so the last frame would stay there. For a frame of empty lines it clears the
// screen, which would push the last frame into the scrollback.
const blank = "cardwallet"

func (m *Model) frame() string {
	switch {
	case m.gone:
		return blank
	case m.lock.on:
		return m.lockedFrame()
	}
	if m.tooSmall() {
		return frame.TooSmall(m.env.Styles, m.alert(), m.width, m.height, minWidth, minHeight)
	}
	s := m.env.Styles
	title, _ := m.bar().Draw(s, m.width)
	area, lines := m.bodyArea(), []string{title}
	if crumbs, shown := m.crumbs(); shown {
		lines = append(lines, crumbs)
	}
	here, always := m.hints()
	body := ui.Lines(m.body(area.Width, area.Height), area.Width, area.Height)
	keys, _ := frame.Keys(s, here, always, m.width)
	rest := strings.Repeat("\n", area.Height-1-strings.Count(body, "\n"))
	return strings.Join(append(lines, body+rest, m.status(m.position(body)), keys), "\n")
}

// A question is drawn in a box over the screen that asks from this size on. Margins are around it.
const (
	boxMinWidth, boxMinHeight = 80, 24
	boxMargin                 = 1 // lines
)

// hints are the actions on the key line: those of what is in front, and those that are always there.
func (m *Model) hints() (here, always []ui.Action) {
	if d, open := m.dialogs.Front(); open {
		return d.Actions(), nil
	}
	return m.front().Actions(), m.always()
}

// body draws the screen in front, or its box over the screen below that is no box itself, and over that the dialog in front. While a
// secret is on a screen, that screen is drawn alone or not at all: what is put together is kept for longer.
func (m *Model) body(width, height int) string {
	if box, open := m.dialogBox(width, height); open {
		below := ""
		if !m.reveals() {
			below = m.onScreen(width, height)
		}
		return frame.Over(below, box, width, height)
	}
	return m.withToasts(m.onScreen(width, height), width, height)
}

// onScreen is the body without a dialog.
func (m *Model) onScreen(width, height int) string {
	at := len(m.stack) - 1
	area, lines, boxed := m.box(width, height)
	if m.headed(boxed) {
		body := m.stack[at].View(width, height-1)
		return m.border().Head(m.env.Styles, width) + "\n" + body
	}
	if !boxed {
		return m.stack[at].View(width, height)
	}
	for at > 0 && m.boxed(at) > 0 {
		at--
	}
	below := m.stack[at].View(width, height)
	return frame.Over(below, m.border().Draw(m.env.Styles, lines, area.Width, area.Height), width, height)
}

// dialogBox is the dialog in front in its box.
func (m *Model) dialogBox(width, height int) (box []string, open bool) {
	d, open := m.dialogs.Front()
	if !open {
		return nil, false
	}
	inner := min(d.Cells(), width-4)
	lines := strings.Split(d.View(inner, height-2), "\n")
	panel := ui.Panel{Title: d.Title(), Right: d.Position(), Focus: true}
	return panel.Draw(m.env.Styles, lines, inner+2, min(height, len(lines)+2)), true
}

// headed reports whether what stands in the border of a box is on a line above the screen in front, because there is no box.
func (m *Model) headed(boxed bool) bool {
	f, ok := m.front().(ui.Framed)
	return ok && !boxed && f.Frame().Title != ""
}

// border is that of the box of the screen in front.
func (m *Model) border() ui.Panel {
	var border ui.Panel
	if f, ok := m.front().(ui.Framed); ok {
		border = f.Frame()
	} else {
		border.Title, _ = m.front().Title()
	}
	border.Focus = true
	return border
}

// boxed is how wide the box is that a screen of the stack is drawn in, 0 where it has the whole body.
func (m *Model) boxed(at int) int {
	b, ok := m.stack[at].(ui.Boxed)
	if !ok || at == 0 || m.width < boxMinWidth || m.height < boxMinHeight || m.reveals() {
		return 0
	}
	return min(b.Box(), m.width)
}

// badges are the words that the title wears for the program and for the account in front.
func (m *Model) badges() []string {
	accounts := m.env.Wallet.Accounts()
	if p, ok := m.front().(ui.Profiled); ok && p.Profile() != "" {
		accounts = []client.Account{m.account(p.Profile())}
	}
	return append(ui.NonEmpty(m.opts.Badge), screen.Badges(accounts...)...)
}

// position is where the person is and in what is listed, empty where the body or the title bar says so.
func (m *Model) position(body string) string {
	where, position := m.front().Title()
	if _, shown := m.crumbs(); shown || m.width < ui.PeekWidth || m.boxed(len(m.stack)-1) > 0 {
		return ""
	}
	if strings.Contains(body, position) {
		position = ""
	}
	if where == strings.ToLower(m.bar().Tabs[m.tab()].Name) {
		where = ""
	}
	return strings.Join(ui.NonEmpty(frame.Path(where), position), "  ")
}

// status is the line above the keys: what is typed there or the newest notice, and at its right end how long the clipboard holds what was
// copied, and the position where there is room for it.
func (m *Model) status(position string) string {
	right := m.countdown()
	all := strings.Join(ui.NonEmpty(right, position), "   ")
	if m.announced.is(m.notice) && ui.Width(all) <= m.width/4 { // it is drawn to the room that there is
		right = all
	}
	left := strings.TrimRight(m.prompted(m.width-ui.Width(right)-min(1, len(right))), " ")
	if ui.Width(left)+ui.Width(all) < m.width {
		right = all
	}
	if right == "" {
		return left
	}
	return ui.Spread(left, m.env.Styles.Muted.Render(right), m.width)
}

// prompted is what is typed in the status line, or the filter that is in force there, and the news beside it.
func (m *Model) prompted(width int) string {
	p, ok := m.front().(ui.Prompter)
	if !ok || p.Prompt(width) == "" {
		return m.news(width)
	}
	if m.notice.Text == "" {
		return p.Prompt(width)
	}
	needed := ui.Width(strings.TrimRight(ansi.Strip(p.Prompt(width)), " ")) + 1 // the cursor behind the text
	cells := min(max(needed, width/3), 2*width/3)
	return ui.Fit(p.Prompt(cells), cells) + m.news(width-cells)
}

// news is the newest notice, or else what keeps codes from arriving.
func (m *Model) news(width int) string {
	s := m.env.Styles
	switch {
	case m.announced.is(m.notice):
		return m.named(m.announced.Announcement).Line(s, m.opener(), width)
	case m.notice.Text != "":
		return frame.Notice(s, m.notice.Level, m.notice.Text, width)
	}
	if others := m.env.Audience.Words(); others != "" && m.reveals() {
		return frame.Notice(s, ui.Warn, others, width)
	}
	for _, a := range m.env.Wallet.Accounts() {
		if err := m.env.Codes.Failed[a.Profile]; err != nil {
			first, _ := ui.Problem(err)
			what := "codes do not arrive: "
			if client.OnlyOdd(err) {
				what = "a code cannot be read: "
			}
			return frame.Notice(s, ui.Warn, what+first, width)
		}
	}
	return ""
}

// styles are the looks of the terminal as far as it is known, and of the settings.
func (m *Model) styles() ui.Styles {
	styles := ui.NewStyles(m.look)
	styles.ASCII, styles.Still = m.symbols.ascii(m.opts.Symbols), m.opts.Motion == motionOff
	return styles
}

// onTerminal adapts colours and symbols to what is known of the terminal. Nothing waits for it.
func (m *Model) onTerminal(msg tea.Msg) {
	switch msg := msg.(type) {
	case tea.ColorProfileMsg: // NO_COLOR arrives as a profile without colours
		m.look.Profile = msg.Profile
	case tea.BackgroundColorMsg:
		m.look.Ground, m.look.Light = msg.Color, !msg.IsDark()
	case tea.ForegroundColorMsg:
		m.look.Ink = msg.Color
	case tea.EnvMsg:
		m.symbols.locale = ui.ASCIIOnly(msg.Getenv)
	}
	m.restyle()
}

// restyle draws from now on as the settings and what is known of the terminal say.
func (m *Model) restyle() {
	*m.env.Styles = m.styles()
}
