package main

import (
	"context"
	"os"

	"cardwallet/config"
	"cardwallet/crypto"
	"cardwallet/tui/clip"
)

// board is the clipboard of the person who is typing.
func board(c config.Clipboard) *clip.Board {
	return clip.New(clip.Mode(c.Mode), clip.Remote(os.Getenv))
}

// copyOut puts a value on the person's clipboard without a screen, and says what happened. The command ends then, so nothing
// clears it: that is said too.
func (a *app) copyOut(ctx context.Context, value crypto.Secret) (string, error) {
	c, err := a.config()
	if err != nil {
		return "", err
	}
	var copied clip.Copy
	value.Reveal(func(b []byte) {
		if copied, err = board(c.Clipboard).Put(ctx, b); err == nil && copied.Via == clip.Terminal {
			err = clip.SendToTerminal(string(b))
		}
	})
	if err != nil {
		return "", err
	}
	return copied.Notice("code", 0) + "; it stays there until you copy something else", nil
}
