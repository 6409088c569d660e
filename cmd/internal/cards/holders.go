package cards

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/words"
	"cardwallet/cmd/internal/choice"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

func newHolders(a *command, makers []*cobra.Command) *cobra.Command {
	var status string
	cmd := &cobra.Command{
		Use:     "holders",
		Short:   "List the people that cards can be made out to",
		Example: "cardwallet holders --status approved",
		Long:    "List the cardholders with their status. Cards are made out to approved ones only. FinHub has holders.",
	}
	cmd.Flags().Var(choice.Like(&status, words.HolderStatuses()...), "status",
		"only those with the STATUS: "+run.Listed(words.HolderStatuses())+", or the issuer's own word")
	cmd.AddCommand(append(makers, newHoldersShow(a))...)
	return a.Does(cmd, func(ctx context.Context, _ []string) error { return a.holders(ctx, status) })
}

func hasHolders(i client.IssuerFacts) bool { return i.Holders }

func (a *command) holders(ctx context.Context, status string) error {
	holders, err := run.AskThose(ctx, a.App, "holders", hasHolders, client.HolderLister.Holders)
	if err != nil {
		return err
	}
	t := run.Table{Header: []string{"PROFILE", "HOLDER", "NAME", "E-MAIL", "MOBILE", "COUNTRY", "STATUS"}, ID: []int{0, 1}}
	for _, h := range run.Values(a.App, holders) {
		state := words.OfHolder(h)
		if status != "" && !strings.EqualFold(h.Status, status) && !strings.EqualFold(state.Word, status) &&
			!strings.EqualFold(state.Name(), status) {
			continue
		}
		t.AddBoth(documents.HolderOf(h), h.Profile, h.ID, run.Joined(h.FirstName, h.LastName), h.Email, run.Joined(h.AreaCode, h.Mobile),
			h.Country, run.WithWords(state.Alone(), h.Unreadable))
	}
	return a.Print(t)
}

func newHoldersShow(a *command) *cobra.Command {
	var wait time.Duration
	cmd := &cobra.Command{
		Use:   "show HOLDER",
		Short: "Show a holder, and how the review stands",
		Long: "Show a holder by its id, or PROFILE/ID. With --wait it asks again until the issuer has decided: exit code 0 for a holder that " +
			"is approved, 5 for one that is refused, 3 where the time is over first.",
		Example: "cardwallet holders show 8743084592194172487\ncardwallet holders show fin/8743084592194172487 --wait=10m",
		Args:    run.Takes("HOLDER"),
	}
	flags := cmd.Flags()
	flags.DurationVar(&wait, "wait", 0, "ask until it is decided, at most so LONG (without a value: for a day)")
	flags.Lookup("wait").NoOptDefVal = "24h"
	return a.Does(cmd, func(ctx context.Context, args []string) error {
		if flags.Changed("wait") && wait <= 0 {
			return run.Usagef("--wait %s is no time to wait", wait)
		}
		account, maker, id, err := a.holder(ctx, args[0])
		if err != nil {
			return err
		}
		return a.showHolder(ctx, account, maker, id, wait)
	})
}

// holder finds whose holder a person means: PROFILE/ID, or an ID that one of the accounts knows.
func (a *command) holder(ctx context.Context, ref string) (account client.Account, maker client.HolderMaker, id string, err error) {
	w, err := a.Wallet(ctx)
	if err != nil {
		return account, nil, "", err
	}
	profile, id, named := strings.Cut(ref, "/")
	if !named {
		profile, id = "", ref
	}
	var may []client.Account
	for _, account := range w.Accounts() {
		if _, ok := account.Issuer.(client.HolderMaker); ok && (!named || account.Profile == profile) {
			may = append(may, account)
		}
	}
	if len(may) == 0 {
		return account, nil, "", run.NobodyHas("holders", hasHolders)
	}
	for n, account := range may {
		maker := account.Issuer.(client.HolderMaker)
		if n < len(may)-1 {
			if _, err := maker.Holder(ctx, id); errors.Is(err, client.ErrNotFound) {
				continue
			}
		}
		return account, maker, id, nil
	}
	return account, nil, "", run.ErrNothing // not reached: the last one is asked whatever it knows
}

// holderPace is how long to wait before a holder is asked about again.
const holderPace = 2 * time.Second

func (a *command) showHolder(ctx context.Context, account client.Account, maker client.HolderMaker, id string, wait time.Duration) error {
	until, told := a.Now().Add(wait), ""
	for {
		h, err := maker.Holder(ctx, id)
		if client.Readable(err) != nil && (wait == 0 || !errors.Is(err, client.ErrUnreachable) && !errors.Is(err, client.ErrRateLimited)) {
			return missing(err)
		}
		state := words.OfHolder(h)
		decided := err == nil && (state.Tone == words.Good || state.Tone == words.Bad)
		pause := max(account.Pace(holderPace, 1), client.RetryAfter(err))
		if late := a.Now().Add(pause).After(until); wait == 0 || decided || late {
			if client.Readable(err) != nil {
				return err
			}
			if err := a.printHolder(h); err != nil || wait == 0 {
				return err
			}
			return verdict(h, decided)
		}
		if now := state.Alone(); err == nil && now != told {
			a.Note("%s/%s: %s", account.Profile, id, run.SafeLine(now))
			told = now
		}
		if err := client.Sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// missing says of a holder that is not there how to find the others.
func missing(err error) error {
	if e, ok := errors.AsType[*client.Error](err); ok && errors.Is(err, client.ErrNotFound) {
		told := *e
		told.Hint = "list them with: cardwallet holders"
		return &told
	}
	return err
}

// verdict is how the exit code tells what became of a review that was waited for.
func verdict(h client.Holder, decided bool) error {
	switch {
	case !decided:
		return fmt.Errorf("%s: the holder %s: the review is not over: %w", h.Profile, h.ID, run.ErrNothing)
	case !h.Approved():
		return &client.Error{Kind: client.ErrRefused, Profile: h.Profile, Op: "review the holder " + h.ID, Message: h.Reason}
	}
	return nil
}

func (a *command) printHolder(h client.Holder) error {
	if a.Flags.JSON {
		return a.PrintJSON(documents.HolderOf(h))
	}
	return a.PrintFactsOf(h.Profile+"/"+h.ID, [][2]string{{"holder", h.Profile + "/" + h.ID}, {"name", run.Joined(h.FirstName, h.LastName)},
		{"status", run.WithWords(words.OfHolder(h).Alone(), h.Unreadable)}, {"reason", h.Reason}, {"e-mail", h.Email},
		{"mobile", run.Joined(h.AreaCode, h.Mobile)}, {"country", h.Country}, {"model", h.Type}})
}
