package tui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
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
	view.SetContent(frame)
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
	keys := m.front().Keys()
	always := []key.Binding{m.env.Keys.Help, m.env.Keys.Back}
	switch {
	case len(m.stack) == 1:
		always = []key.Binding{m.env.Keys.Help, m.env.Keys.Quit}
	case holds(m.front()): // esc does not leave now
		always = []key.Binding{m.env.Keys.Help, m.env.Keys.ForceQuit}
	}
	if captures(m.front()) {
		always = []key.Binding{m.env.Keys.ForceQuit}
	}
	const chrome = 3 // title, status, help
	var body string
	if d, open := m.dialogs.Front(); open {
		where, position, keys, always = d.Title(), "", d.Keys(), nil
		body = d.View(m.width, m.height-chrome)
	} else {
		body = m.front().View(m.width, m.height-chrome)
	}
	body = ui.Lines(body, m.width, m.height-chrome)
	rest := strings.Repeat("\n", m.height-chrome-strings.Count(body, "\n"))
	title := ui.TitleLine(m.env.Styles,
		ui.Title{Program: "cardwallet", Alert: m.titleAlert(), Badges: m.badges(), Where: where, Position: position}, m.width)
	return title + "\n" + body + rest + m.status() + "\n" + ui.HelpLine(m.env.Styles, keys, always, m.width)
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
	right := m.countdown()
	if right == "" {
		return m.news(m.width)
	}
	left := m.news(m.width - ansi.StringWidth(right) - 1)
	gap := strings.Repeat(" ", max(0, m.width-ansi.StringWidth(left)-ansi.StringWidth(right)))
	return left + gap + m.env.Styles.Muted.Render(right)
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

// helpGroups are all bindings that work now.
func (m *Model) helpGroups() []ui.HelpGroup {
	k := m.env.Keys
	where, _ := m.front().Title()
	everywhere := []key.Binding{k.Help, k.Back, k.Profiles, k.Activity, k.Feed, k.Accounts, k.Lock, k.Repaint, k.Suspend, k.ForceQuit}
	if m.held != (held{}) {
		everywhere = append(everywhere, clearNow)
	}
	if len(m.stack) == 1 {
		everywhere = append(everywhere, k.Quit)
	}
	return []ui.HelpGroup{{Title: where, Keys: m.front().Keys()}, {Title: "everywhere", Keys: everywhere}}
}

// onTerminal adapts colours and symbols to what is known of the terminal. Nothing waits for it.
func (m *Model) onTerminal(msg tea.Msg) {
	ascii := m.env.Styles.ASCII
	switch msg := msg.(type) {
	case tea.ColorProfileMsg: // NO_COLOR arrives as a profile without colours
		m.look.Profile = msg.Profile
	case tea.BackgroundColorMsg:
		m.look.Ground, m.look.Light = msg.Color, !msg.IsDark()
	case tea.ForegroundColorMsg:
		m.look.Ink = msg.Color
	case tea.EnvMsg:
		ascii = ui.ASCIIOnly(msg.Getenv)
	}
	*m.env.Styles = ui.NewStyles(m.look)
	m.env.Styles.ASCII = ascii
}
