package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// The ways in which the terminal can tell of a new code, by their words in the config. The terminals that know a notification show it on
// the desktop.
const (
	NotifyOff    = "off"
	NotifyBell   = "bell"   // where the person looks at something else
	NotifyOSC9   = "osc9"   // the bell, and a notification as iTerm2 has it
	NotifyOSC777 = "osc777" // the bell, and a notification as urxvt has it
)

const (
	bell = "\a"
	// notifyCells is the longest text of a notification.
	notifyCells = 100
)

// ring tells the terminal of new codes, once. unseen says that the person looks at something else. A notification goes out even if a
// card's codes are on the screen, since the window may be behind others.
func (m *Model) ring(arrival screen.Announcement, unseen bool) tea.Cmd {
	sounds := ""
	if unseen {
		sounds = bell
	}
	sequence := notification(m.opts.Notify, arrival, m.env.Styles.ASCII)
	switch {
	case m.opts.Notify == NotifyOff:
		return nil
	case sequence == "" && sounds == "":
		return nil
	case sequence == "":
		return tea.Raw(sounds)
	}
	ctx, reach := m.env.Ctx, m.opts.Reach
	return func() tea.Msg {
		if reach != nil {
			reached, ok := reach(ctx, sequence)
			if !ok {
				return tea.Raw(bell)()
			}
			sequence = reached
		}
		return tea.Raw(sequence + sounds)()
	}
}

// notification is the sequence of one of the ways, empty where there is none. It never has a code in it.
func notification(way string, arrival screen.Announcement, ascii bool) string {
	const title = "cardwallet"
	text := notifyText(arrival, ascii, notifyCells-len(title+": "))
	switch way {
	case NotifyOSC9: // the title also keeps the text from being taken for a command of ConEmu, which begins with a digit
		return "\x1b]9;" + title + ": " + text + "\x1b\\"
	case NotifyOSC777:
		return "\x1b]777;notify;" + title + ";" + text + "\x1b\\"
	default: // nothing, or the bell alone
		return ""
	}
}

// notifyText is safe inside a sequence: no control characters, and no semicolon, which would end the text. Where the character set
// is not UTF-8, a byte of a longer character could be taken for the end of the sequence.
func notifyText(arrival screen.Announcement, ascii bool, cells int) string {
	text := ui.Safe(arrival.Words("", cells))
	if ascii {
		text = ui.ASCII(text)
	}
	return strings.ReplaceAll(text, ";", ",")
}
