package screen

import "time"

// Settings are what the config says about the screen: the fields of config.UI, which converts to it. Whoever has an Env has them.
type Settings struct {
	HideAfter  time.Duration // revealed values hide by themselves
	HideOnBlur bool          // and when the terminal loses the focus
	LockAfter  time.Duration // idle time after which everything is wiped and the screen blank; 0 means only on L
	Refresh    time.Duration // how old a list may get before it is read again; 0 means only on request
	Theme      string        // one of the themes of the package tui; empty means Auto
	Symbols    string        // auto, unicode or ascii; empty means auto
	Mouse      string        // on or off; empty means on
	Motion     string        // on or off: whether a mark turns while something is under way; empty means on
	Notify     string        // how the terminal tells of a new code: NotifyBell and others; empty means that
	// RememberLast4 keeps the last four digits of card numbers on this machine once they are known.
	RememberLast4 bool
}
