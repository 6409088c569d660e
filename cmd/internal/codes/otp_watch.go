package codes

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"cardwallet/client"
	"cardwallet/client/fold"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
	"cardwallet/crypto"
)

// watchCodes prints each live code once, as it arrives, until ctx ends. That is no failure, since a person ends the command so, unless one
// code was waited for.
func (a *command) watchCodes(ctx context.Context, refs []string, want wanted) error {
	ctx, end := a.WhileRead(ctx)
	defer end()
	w, err := a.Wallet(ctx)
	if err != nil {
		return err
	}
	var sought []*named
	for _, ref := range refs {
		sought = append(sought, newNamed(w, ref))
	}
	if len(refs) == 0 {
		if err := a.watchable(w); err != nil {
			return err
		}
	}
	if want.merchant != "" && !slices.ContainsFunc(asked(w, refs), namesMerchants) {
		return errNoMerchants
	}
	return cmp.Or(a.printCodes(ctx, w, map[string][]client.Card{}, sought, want), run.TimedOut(ctx))
}

// errNoMerchants refuses to wait for a code that cannot come.
var errNoMerchants = run.Usagef("no code here names a merchant\nleave out --merchant")

// namesMerchants reports whether codes of the account say where they are for, as far as is known of its issuer.
func namesMerchants(account client.Account) bool {
	return !slices.ContainsFunc(client.Issuers(), func(facts client.IssuerFacts) bool {
		return facts.Kind == account.Kind && !facts.Merchants
	})
}

// asked are the accounts that may have the cards: all of them where one is not named with its profile, or none is named.
func asked(w *client.Wallet, refs []string) (accounts []client.Account) {
	for _, ref := range refs {
		n := newNamed(w, ref)
		if n.id == "" {
			return w.Accounts()
		}
		accounts = append(accounts, n.asking.account)
	}
	if len(refs) == 0 {
		return w.Accounts()
	}
	return accounts
}

// watchable refuses to watch if no account gives codes without a card's name. It notes the accounts that do not.
func (a *command) watchable(w *client.Wallet) error {
	asked := false
	for _, account := range w.Accounts() {
		if _, feed := account.Issuer.(client.CodeFeed); feed {
			asked = true
			continue
		}
		a.Note("%s: codes are asked for by card here; name the cards to watch", account.Profile)
	}
	if !asked {
		return run.Usagef("no account here answers for all cards at once\nname the cards: cardwallet otp --watch CARD")
	}
	return nil
}

// printCodes asks the accounts again and again and prints what is new. It asks about the cards in armed, and about those in sought once
// they are found. If both are empty it asks about all cards, at the accounts where one request answers for all. It ends with ctx, when no
// account is left whose credentials are good, or when a card in sought does not exist.
func (a *command) printCodes(ctx context.Context, w *client.Wallet, armed map[string][]client.Card, sought []*named,
	want wanted) error {
	printed, byCard := newPrinted(want), len(armed)+len(sought) > 0
	askings, due := map[string]*asking{}, map[string]time.Time{}
	for _, account := range w.Accounts() {
		if _, feed := account.Issuer.(client.CodeFeed); len(armed[account.Profile]) > 0 || feed && !byCard {
			askings[account.Profile] = newAsking(account, max(1, len(armed[account.Profile])))
		}
	}
	nameless := map[string]bool{}
	arm := func(card client.Card, n *named) {
		profile := card.Profile
		if account, _ := w.Account(profile); want.merchant != "" && !namesMerchants(account) && !nameless[profile] {
			nameless[profile] = true
			a.Note("%s: no code here names a merchant, so none is printed with --merchant", profile)
		}
		armed[profile] = append(armed[profile], card)
		if askings[profile] == nil && n.id != "" {
			askings[profile], due[profile] = n.asking, n.due
		} else if account, _ := w.Account(profile); askings[profile] == nil {
			askings[profile] = newAsking(account, 1)
		}
		askings[profile].requests = len(armed[profile])
	}
	for {
		rest, ended, err := a.seekDue(ctx, sought, arm)
		if ctx.Err() != nil {
			return withoutIt(ctx, want)
		}
		if sought = rest; err != nil || len(askings)+len(sought) == 0 {
			return cmp.Or(err, ended)
		}
		if ended != nil {
			a.Warn(ended)
		}
		now := a.Now()
		asked := func(profile string) bool { return askings[profile] != nil && !now.Before(due[profile]) }
		results := client.Ask(ctx, w, func(ctx context.Context, account client.Account) ([]client.Code, error) {
			if !asked(account.Profile) {
				return nil, nil
			}
			return askCodes(ctx, account, armed[account.Profile], byCard)
		})
		if ctx.Err() != nil {
			return withoutIt(ctx, want)
		}
		for _, r := range results {
			profile := r.Account.Profile
			if !asked(profile) {
				continue
			}
			if err := a.printNewCodes(ctx, r.Account, r.Value, printed); err != nil || printed.enough {
				if ctx.Err() != nil && !want.once { // a program was ended with the command
					return nil
				}
				return err
			}
			printed.onAnswer(r.Account, armed[profile], r.Err)
			if askings[profile].onAnswer(r.Err) {
				if delete(askings, profile); len(askings)+len(sought) == 0 {
					return r.Err
				}
				a.Warn(r.Err)
				a.Note("%s: not asked any more", profile)
				continue
			}
			askings[profile].tell(a)
			due[profile] = a.Now().Add(askings[profile].pause())
		}
		if client.Sleep(ctx, pollEvery) != nil {
			return withoutIt(ctx, want)
		}
	}
}

// withoutIt is how a command ends whose context ended. That is a failure where one code was waited for, and it did not come.
func withoutIt(ctx context.Context, want wanted) error {
	if want.once {
		return ctx.Err()
	}
	return nil
}

// askCodes asks one account for the codes of the cards, or of all its cards where one request answers for all.
func askCodes(ctx context.Context, account client.Account, cards []client.Card, byCard bool) ([]client.Code, error) {
	if feed, ok := account.Issuer.(client.CodeFeed); ok && !byCard {
		return feed.AllCodes(ctx)
	}
	var ids []string
	for _, card := range cards {
		ids = append(ids, card.ID)
	}
	return client.CodesOf(ctx, account.Issuer, ids)
}

// printed is what was printed. Each code is printed once, and again if the issuer replaced its value.
type printed struct {
	wanted
	enough   bool                    // nothing more is printed
	answered map[string]bool         // the cards that were asked about, and the accounts
	of       map[string]client.Field // by Code.Key: the newest value that was opened
	failed   map[string]bool         // by Code.Key: a person was told that it could not be opened
	values   *client.OpenedValues    // by Code.PurchaseKey
}

func newPrinted(want wanted) *printed {
	return &printed{wanted: want, answered: map[string]bool{}, of: map[string]client.Field{}, failed: map[string]bool{},
		values: client.NewOpenedValues()}
}

// onAnswer notes that an account told which codes its cards have. Where it was asked about all of them, cards are none.
func (p *printed) onAnswer(account client.Account, cards []client.Card, err error) {
	if client.Readable(err) != nil {
		return
	}
	p.answered[account.Profile] = p.answered[account.Profile] || len(cards) == 0
	for _, card := range cards {
		p.answered[card.Key()] = true
	}
}

// before reports whether a code was there before the command. A code without a time was there if it came with the first answer.
func (p *printed) before(account client.Account, code client.Code) bool {
	if !code.TimeAssumed { // issuers send whole seconds
		return code.ReceivedAt.Before(account.Now(p.since).Truncate(time.Second))
	}
	return !p.answered[code.Profile] && !p.answered[client.Card{Profile: code.Profile, ID: code.CardID}.Key()]
}

func (a *command) printNewCodes(ctx context.Context, account client.Account, codes []client.Code, done *printed) error {
	if done.once { // the newest is wanted, and a one-time password before a link to approve something, as otp CARD has it
		slices.SortStableFunc(codes, func(x, y client.Code) int { return cmp.Compare(otherThanOTP(x), otherThanOTP(y)) })
	} else {
		slices.Reverse(codes)
	}
	defer func() { // also of those that are not wanted any more
		for _, code := range codes {
			code.Value.Wipe()
		}
	}()
	for _, code := range codes {
		key, now := code.Key(), account.Now(a.Now())
		if !code.Live(now) || done.of[key].Same(code.Value) || !fold.Has(code.Merchant, done.merchant) {
			code.Value.Wipe()
			continue
		}
		opened, err := code.Value.Open(ctx)
		if err == nil || client.UnreadableField(err) { // after another error the key may be there the next time
			done.of[key] = code.Value
		}
		code.Value.Wipe()                                   // a value that came in the clear is compared after it is opened again
		unasked := done.fresh && done.before(account, code) // it is opened all the same, to be known again when it is sealed anew
		entry := run.FieldsEntry(client.AuditCode, client.Card{Profile: code.Profile, ID: code.CardID}, string(code.Value.Kind()))
		if err != nil {
			if !done.failed[key] && !unasked {
				done.failed[key] = true
				entry.Outcome = client.AuditFailed
				a.Record(ctx, entry)
				a.Warn(fmt.Errorf("%s: open a code of card %s: %w", account.Profile, code.CardID, err))
			}
			continue
		}
		again, _ := done.values.See(code.PurchaseKey(), opened)
		if again || unasked { // again: sealed anew
			opened.Wipe()
			continue
		}
		if done.program != nil {
			entry.Detail = "to program " + done.program.name()
		}
		a.Record(ctx, entry)
		err = a.handOver(ctx, account, code, opened, done)
		opened.Wipe()
		if done.enough = done.once; err != nil || done.enough {
			return err
		}
	}
	return nil
}

// otherThanOTP is 1 for what is no one-time password, and 0 for one.
func otherThanOTP(c client.Code) int {
	if c.Type == client.CodeOTP {
		return 0
	}
	return 1
}

// handOver gives a code to the program, or prints it. A program that fails ends the command only where no other code is waited for.
func (a *command) handOver(ctx context.Context, account client.Account, code client.Code, opened crypto.Secret, done *printed) error {
	switch {
	case done.program != nil:
		err := a.give(ctx, done.program, account, code, opened)
		if failed, is := errors.AsType[*run.ProgramError](err); is && !done.once {
			a.Warn(failed)
			return nil
		}
		return err
	case a.Flags.JSON:
		return a.PrintJSONLine(documents.CodeOf(code, opened.RevealString()))
	}
	line := opened.RevealString()
	if !a.Flags.Quiet {
		line += "  " + run.CodeLine(account, code, account.Now(a.Now()))
	}
	_, err := fmt.Fprintln(a.Out, run.SafeLine(line))
	return err
}
