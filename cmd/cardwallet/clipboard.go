package main

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

// cleanerCommand is the hidden command that clears what was copied after this process is gone.
const cleanerCommand = "clean-clipboard"

// board is the clipboard of the person who is typing.
func (a *app) board(c config.Clipboard) *clip.Board {
	o := clip.Options{Mode: clip.Mode(c.Mode), ClearAfter: c.ClearAfter}
	exe, err := os.Executable()
	if err == nil {
		o.Cleaner = []string{exe, cleanerCommand}
	}
	if dir, err := a.stateDir(); err == nil {
		o.Dir = dir
		o.Cleaner = append(o.Cleaner, "--state", dir)
	}
	return clip.New(o)
}

// newCleaner is started by this program alone: it reads what it is to clear, never the value, from stdin.
func newCleaner(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: cleanerCommand, Hidden: true, Args: cobra.NoArgs}
	a.does(cmd, func(ctx context.Context, _ []string) error { return clip.Clean(ctx, a.in) })
	return cmd
}

// copyOut puts a value of a card on the person's clipboard without a screen, and says on stderr what happened. shown is the command that
// prints the value instead, for a terminal that takes nothing.
func (a *app) copyOut(ctx context.Context, card client.Card, kind client.FieldKind, value crypto.Secret, shown string) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	board := a.board(c.Clipboard)
	var copied clip.Copy
	pasted := kind.ToPaste(value)
	defer pasted.Wipe()
	pasted.Reveal(func(b []byte) {
		if copied, err = board.Put(ctx, b); err == nil {
			err = board.Send(ctx, copied, string(b))
		}
	})
	a.record(ctx, tui.CopyEntry(card, kind, copied, err))
	if err != nil {
		return err
	}
	fmt.Fprintln(a.err, copied.Notice(string(kind))+"; "+copied.Fate(c.Clipboard.ClearAfter))
	if copied.Kept {
		fmt.Fprintln(a.err, "look for it in the tmux next to your terminal: tmux list-buffers, tmux delete-buffer")
	}
	if !copied.Confirmed() && !copied.Arrived {
		fmt.Fprintln(a.err, "nothing to paste? your terminal may refuse it; show it with: "+safeLine(shown)+", test it with: cardwallet doctor")
	}
	return nil
}

// copyFields are the words of --copy, by what a person calls the fields.
var copyFields = []string{"number", "expiry", "cvv", "url"}

// copyField opens one field of a card and puts it on the person's clipboard. Nothing of it is printed.
func (a *app) copyField(ctx context.Context, ref, name string) error {
	card, account, err := a.findCard(ctx, ref)
	if err != nil {
		return err
	}
	details, err := account.Issuer.Details(ctx, card.ID)
	if err != nil {
		a.record(ctx, tui.CopyEntry(card, client.FieldKind(name), clip.Copy{}, err))
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
		return fmt.Errorf("card %s has no %s: %w", card.Key(), name, errNothing)
	}
	opened, odd, err := field.Read(ctx)
	if err != nil {
		a.record(ctx, tui.CopyEntry(card, field.Kind(), clip.Copy{}, err))
		return fmt.Errorf("%s: open the %s: %w", account.Profile, name, err)
	}
	defer opened.Wipe()
	if odd != "" {
		a.note("the %s is copied as it came: %s", name, odd)
	}
	return a.copyOut(ctx, card, field.Kind(), opened, "cardwallet cards show "+card.Key()+" --reveal")
}
