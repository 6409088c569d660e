package screen

import (
	"strings"

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

// notifyCells is the longest text of a notification.
const notifyCells = 100

// Notification is the announcement as a sequence of one of the ways, empty where there is none. It never has a code in it.
func (a Announcement) Notification(way string, ascii bool) string {
	const title = "cardwallet"
	text := a.notifyText(ascii, notifyCells-len(title+": "))
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
func (a Announcement) notifyText(ascii bool, cells int) string {
	text := ui.Safe(a.Words("", cells))
	if ascii {
		text = ui.ASCII(text)
	}
	return strings.ReplaceAll(text, ";", ",")
}
