package tui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// The smallest terminal that the screens are made for.
const (
	minWidth  = 60
	minHeight = 16
)

const readOnly = "READ-ONLY"

// chrome is how many lines the frame takes: title, status, help.
const chrome = 3

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
	if m.residue.loosens {
		frame = loosen(frame)
	}
	view.SetContent(frame)
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
		text := fmt.Sprintf("too small: %dx%d\ncardwallet needs %dx%d\nctrl+c quits", m.width, m.height, minWidth, minHeight)
		if alert := m.alert(); alert != "" {
			text = alert + "\n" + text
		}
		return ui.Lines(text, m.width, m.height)
	}
	where, position := m.front().Title()
	keys := m.front().Actions()
	always := ui.Bound(m.env.Keys.Help, m.env.Keys.Back)
	switch {
	case len(m.stack) == 1:
		always = ui.Bound(m.env.Keys.Help, m.env.Keys.Quit)
	case m.stuck(): // esc does not leave now
		always = ui.Bound(m.env.Keys.Help, m.env.Keys.ForceQuit)
	case holds(m.front()):
		always = ui.Bound(m.env.Keys.Help, ui.Named(m.env.Keys.Back, "let it run on"))
	}
	if captures(m.front()) {
		always = ui.Bound(m.env.Keys.ForceQuit)
	}
	var body string
	if d, open := m.dialogs.Front(); open {
		where, position, keys, always = d.Title(), "", d.Actions(), nil
		body = d.View(m.width, m.height-chrome)
	} else {
		body = m.body(m.width, m.height-chrome)
	}
	body = ui.Lines(body, m.width, m.height-chrome)
	rest := strings.Repeat("\n", m.height-chrome-strings.Count(body, "\n"))
	title := ui.TitleLine(m.env.Styles,
		ui.Title{Program: "cardwallet", Alert: m.titleAlert(), Badges: m.badges(), Where: where, Position: position}, m.width)
	return title + "\n" + body + rest + m.status() + "\n" + ui.KeyLine(m.env.Styles, keys, always, m.width)
}

// A question is drawn in a box over the screen that asks from this size on. Margins are around it.
const (
	boxMinWidth, boxMinHeight = 80, 24
	boxMargin                 = 1 // lines
)

// body draws the screen in front, or its box over the screen below that is no box itself.
func (m *Model) body(width, height int) string {
	at := len(m.stack) - 1
	area, lines, boxed := m.box(width, height)
	if !boxed {
		return m.stack[at].View(width, height)
	}
	for at > 0 && m.boxed(at) > 0 {
		at--
	}
	below := ui.Fill(m.stack[at].View(width, height), width, height)
	where, _ := m.front().Title()
	box := strings.Join(ui.Panel{Title: where, Focus: true}.Draw(m.env.Styles, lines, area.Width, area.Height), "\n")
	return lipgloss.NewCompositor(lipgloss.NewLayer(below), lipgloss.NewLayer(box).X(area.X).Y(area.Y).Z(1)).Render()
}

// boxed is how wide the box is that a screen of the stack is drawn in, 0 where it has the whole body.
func (m *Model) boxed(at int) int {
	b, ok := m.stack[at].(ui.Boxed)
	if !ok || at == 0 || m.width < boxMinWidth || m.height < boxMinHeight {
		return 0
	}
	return min(b.Box(), m.width)
}

// titleAlert names the key that shows more, too.
func (m *Model) titleAlert() string {
	if alert := m.alert(); alert != "" {
		return alert + " · " + m.env.Keys.Activity.Help().Key
	}
	return ""
}

// badges are the words that the title wears for the program and for the account in front.
func (m *Model) badges() []string {
	var badges []string
	if m.opts.Badge != "" {
		badges = append(badges, m.opts.Badge)
	}
	profile := ""
	if p, ok := m.front().(ui.Profiled); ok {
		profile = p.Profile()
	}
	accounts := m.env.Wallet.Accounts()
	if profile != "" {
		accounts = []client.Account{m.account(profile)}
	}
	for _, a := range accounts {
		if !a.ReadOnly {
			return badges
		}
	}
	if len(accounts) > 0 {
		badges = append(badges, readOnly)
	}
	return badges
}

// status is the line above the help: the newest notice, or else what keeps codes from arriving, and at its right end how long
// the clipboard holds what was copied.
func (m *Model) status() string {
	right, width := m.countdown(), m.width
	if right != "" {
		width -= ansi.StringWidth(right) + 1
	}
	left := m.prompted(width)
	if right == "" {
		return left
	}
	gap := strings.Repeat(" ", max(0, m.width-ansi.StringWidth(left)-ansi.StringWidth(right)))
	return left + gap + m.env.Styles.Muted.Render(right)
}

// prompted is what is typed in the status line, or the filter that is in force there, and the news beside it.
func (m *Model) prompted(width int) string {
	prompt := ""
	if p, ok := m.front().(ui.Prompter); ok {
		prompt = p.Prompt(width)
	}
	if prompt == "" {
		return m.news(width)
	}
	if m.notice.Text == "" {
		return ui.Fit(prompt, width)
	}
	cells := width / 3
	return ui.Fit(prompt, cells) + " " + m.news(width-cells-1)
}

// news is the status line without the clipboard.
func (m *Model) news(width int) string {
	s := m.env.Styles
	if m.notice.Text != "" {
		text := ui.Fit(m.notice.Text, width)
		switch m.notice.Level {
		case ui.Good:
			return s.OK.Render(text)
		case ui.Warn:
			return s.Warn.Render(ui.Fit("! "+m.warning(), width))
		case ui.Bad:
			return s.Bad.Render(ui.Fit("! "+m.notice.Text, width))
		default:
			return s.Accent.Render(text)
		}
	}
	if others := m.env.Audience.Words(); others != "" && m.reveals() {
		return s.Warn.Render(ui.Fit("! "+others, width))
	}
	for _, a := range m.env.Wallet.Accounts() {
		if err := m.env.Codes.Failed[a.Profile]; err != nil {
			first, _ := ui.Problem(err)
			what := "! codes do not arrive: "
			if client.OnlyOdd(err) {
				what = "! a code cannot be read: "
			}
			return s.Warn.Render(ui.Fit(what+first, width))
		}
	}
	return ""
}

// warning is the text of the notice. An announcement is drawn to the width, with the way to open it where there is one.
func (m *Model) warning() string {
	switch {
	case !m.announced.is(m.notice):
		return m.notice.Text
	case m.offers():
		return m.named(m.announced.Announcement).Words(offer, m.width-len("! "))
	}
	return m.named(m.announced.Announcement).Words("", m.width-len("! "))
}

// everywhere are the actions that the root adds to those of the screen in front.
func (m *Model) everywhere() []ui.Action {
	k := m.env.Keys
	actions := ui.Bound(k.Profiles, k.Activity, k.Feed, k.Accounts)
	for i := range actions {
		actions[i].Group = ui.ToGo
	}
	program := []key.Binding{k.Help, k.Back, k.Lock, k.Repaint, k.Suspend, k.ForceQuit}
	if m.held != (held{}) {
		program = append(program, k.ClearClipboard)
	}
	if len(m.stack) == 1 {
		program = append(program, k.Quit)
	}
	for _, a := range ui.Bound(program...) {
		a.Group = ui.OfProgram
		actions = append(actions, a)
	}
	return actions
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
	*m.env.Styles = ui.NewStyles(m.look)
	m.env.Styles.ASCII = m.symbols.ascii(m.opts.Symbols)
}
