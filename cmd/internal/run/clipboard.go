package run

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/config"
	"cardwallet/crypto"
	"cardwallet/tui"
	"cardwallet/tui/clip"
)

// CleanerCommand is the hidden command that clears what was copied after this process is gone.
const CleanerCommand = "clean-clipboard"

// Board is the clipboard of the person who is typing.
func (a *App) Board(c config.Clipboard) *clip.Board {
	o := clip.Options{Mode: clip.Mode(c.Mode), ClearAfter: c.ClearAfter}
	exe, err := os.Executable()
	if err == nil {
		o.Cleaner = []string{exe, CleanerCommand}
	}
	if dir, err := a.StateDir(); err == nil {
		o.Dir = dir
		o.Cleaner = append(o.Cleaner, "--state", dir)
	}
	return clip.New(o)
}

// NewCleaner makes the hidden command, which only this program starts. From stdin it reads where to clear what, never the value.
func NewCleaner(a *App) *cobra.Command {
	return a.Does(&cobra.Command{Use: CleanerCommand, Hidden: true},
		func(ctx context.Context, _ []string) error { return clip.Clean(ctx, a.In) })
}

// CopyOut puts a value of a card on the person's clipboard, and says on stderr what happened. shown is the command that prints the value
// instead, for a terminal that takes nothing.
func (a *App) CopyOut(ctx context.Context, card client.Card, kind client.FieldKind, value crypto.Secret, shown string) error {
	c, err := a.Config()
	if err != nil {
		return err
	}
	board := a.Board(c.Clipboard)
	var copied clip.Copy
	pasted := kind.ToPaste(value)
	defer pasted.Wipe()
	pasted.Reveal(func(b []byte) {
		if copied, err = board.Put(ctx, b); err == nil {
			err = board.Send(ctx, copied, string(b))
		}
	})
	a.Record(ctx, tui.CopyEntry(card, kind, copied, err))
	if err != nil {
		return err
	}
	a.Tell(copied.Notice(string(kind)) + "; " + copied.Fate(c.Clipboard.ClearAfter))
	if copied.Kept {
		a.Tell("look for it in the tmux next to your terminal: tmux list-buffers, tmux delete-buffer")
	}
	if !copied.Confirmed() && !copied.Arrived {
		a.Tell("nothing to paste? your terminal may refuse it; show it with: " + shown + ", test it with: cardwallet doctor")
	}
	return nil
}

// CopyFields are the words that --copy takes.
var CopyFields = []string{"number", "expiry", "cvv", "url"}

// CopyField opens one field of a card and puts it on the person's clipboard. Nothing of it is printed.
func (a *App) CopyField(ctx context.Context, ref, name string) error {
	card, account, err := a.FindCard(ctx, ref)
	if err != nil {
		return err
	}
	details, err := account.Issuer.Details(ctx, card.ID)
	if err != nil {
		a.Record(ctx, NotCopied(card, client.FieldKind(name), err))
		return err
	}
	defer details.Wipe()
	field := details.Number
	switch name {
	case "expiry":
		field = details.Expiry
	case "cvv":
		field = details.CVV
	case "url":
		field = details.ActivateURL
	}
	if !field.Present() {
		return OfProfile(card.Profile, fmt.Errorf("card %s has no %s: %w", card.Key(), name, ErrNothing))
	}
	opened, odd, err := field.Read(ctx)
	if err != nil {
		a.Record(ctx, NotCopied(card, field.Kind(), err))
		return fmt.Errorf("%s: open the %s: %w", account.Profile, name, err)
	}
	defer opened.Wipe()
	if odd != "" {
		a.Note("the %s is copied as it came: %s", name, odd)
	}
	return a.CopyOut(ctx, card, field.Kind(), opened, "cardwallet cards show "+card.Key()+" --reveal")
}

// NotCopied is the entry of the audit trail for a value that was not copied because of err.
func NotCopied(card client.Card, kind client.FieldKind, err error) client.AuditEntry {
	return tui.CopyEntry(card, kind, clip.Copy{}, err)
}
