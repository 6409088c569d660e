// Package poll asks again and again while the program runs: the accounts for codes, and the journal for what became of movements.
package poll

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

const (
	askFast   = 2500 * time.Millisecond // while a code is expected
	askIdle   = 15 * time.Second
	askFailed = time.Minute // the longest wait after failures
	// keepCodes is how long an expired code stays in the book, so that a person sees that it was there.
	keepCodes = 10 * time.Minute
)

// Poller asks the accounts for codes: one request at a time for each, often while a code is expected. FinHub answers for all cards at
// once; the others may mint a code for each question, so only armed cards are asked about. It lives in Update.
type Poller struct {
	env      *screen.Env
	accounts []*asking
	paused   bool
}

// asking is how it stands with one account.
type asking struct {
	account  client.Account
	busy     bool
	again    bool // to be asked once more when the answer is there
	answered bool // at least once
	failures int  // in a row
	refusals int  // of the credentials, in a row
	serial   int  // of the newest wait; earlier ones are void
}

// NewPoller asks nothing yet.
func NewPoller(env *screen.Env) *Poller {
	p := &Poller{env: env}
	for _, a := range env.Wallet.Accounts() {
		p.accounts = append(p.accounts, &asking{account: a})
	}
	return p
}

// AskAll asks every account that can be asked now.
func (p *Poller) AskAll() tea.Cmd {
	cmds := make([]tea.Cmd, len(p.accounts))
	for i, a := range p.accounts {
		cmds[i] = p.ask(a)
	}
	return tea.Batch(cmds...)
}

// Pause stops asking and wipes every code, until resume.
func (p *Poller) Pause() {
	p.paused = true
	book := p.env.Codes
	for _, code := range book.Codes {
		code.Value.Wipe()
	}
	book.Codes = nil
	for _, a := range p.accounts {
		a.answered = false // what was known is no news
	}
}

// Resume asks again.
func (p *Poller) Resume() tea.Cmd {
	p.paused = false
	return p.AskAll()
}

// Arm asks about a card now and often from now on.
func (p *Poller) Arm(card client.Card) tea.Cmd {
	p.env.Codes.Armed[card.Key()] = card
	i := slices.IndexFunc(p.accounts, func(a *asking) bool { return a.account.Profile == card.Profile })
	if i < 0 {
		return nil
	}
	p.accounts[i].failures = 0
	return p.ask(p.accounts[i])
}

// Watch asks about everything now and often from now on.
func (p *Poller) Watch() tea.Cmd {
	p.env.Codes.Watched = true
	for _, a := range p.accounts {
		a.failures = 0
	}
	return p.AskAll()
}

// askAfter asks again after a wait, unless something else did meanwhile.
func (p *Poller) askAfter(wait time.Duration, a *asking) tea.Cmd {
	serial := a.serial
	return ui.After(p.env.Ctx, wait, screen.NewReply(nil, func() tea.Cmd {
		if serial != a.serial {
			return nil
		}
		return p.ask(a)
	}))
}

// cards are the ids of the cards that a person wants codes of.
func (p *Poller) cards(profile string) []string {
	var ids []string
	for _, card := range p.env.Codes.AskedAbout(profile, p.env.Now()) {
		ids = append(ids, card.ID)
	}
	return ids
}

// expected reports whether a code may come any moment: a person waits for one, or a purchase is under way, which a live one tells.
func (p *Poller) expected(profile string) bool {
	book, now := p.env.Codes, p.env.Now()
	return book.Watched || len(book.AskedAbout(profile, now)) > 0 || slices.ContainsFunc(book.Codes, func(c client.Code) bool {
		return c.Profile == profile && c.Type != client.CodeActivation && book.Left(c, now) > 0
	})
}

// ask sends one request, or notes that another is wanted while one is under way.
func (p *Poller) ask(a *asking) tea.Cmd {
	if p.paused {
		return nil
	}
	if a.busy {
		a.again = true
		return nil
	}
	feed, hasFeed := a.account.Issuer.(client.CodeFeed)
	cards := p.cards(a.account.Profile)
	if !hasFeed && len(cards) == 0 {
		return nil
	}
	a.busy, a.again = true, false
	a.serial++
	ctx, account, now := p.env.Ctx, a.account, p.env.Now
	return func() tea.Msg {
		answer := AnswerMsg{asking: a}
		if hasFeed {
			answer.codes, answer.err = feed.AllCodes(ctx)
		} else {
			answer.codes, answer.err = client.CodesOf(ctx, account.Issuer, cards)
		}
		answer.at = now()
		answer.offset = account.Now(answer.at).Sub(answer.at)
		return answer
	}
}

// AnswerMsg is what an account answered.
type AnswerMsg struct {
	asking *asking
	codes  []client.Code
	err    error
	at     time.Time
	offset time.Duration
}

// OnAnswer notes what an account said. It gives the codes that were not known, whether it is the first answer of that account, and the
// command for the next question.
func (p *Poller) OnAnswer(msg AnswerMsg) (fresh []client.Code, first bool, next tea.Cmd) {
	a, book := msg.asking, p.env.Codes
	first = !a.answered
	profile := a.account.Profile
	a.busy = false
	if p.paused {
		for _, c := range msg.codes {
			c.Value.Wipe()
		}
		return nil, first, nil
	}
	book.Asked[profile], book.Offset[profile] = msg.at, msg.offset
	fresh = p.merge(msg.codes)
	if msg.err == nil {
		delete(book.Failed, profile)
	} else {
		a.failures++
		book.Failed[profile] = msg.err
	}
	if client.Readable(msg.err) == nil { // what could be read is an answer
		a.failures, a.refusals, a.answered = 0, 0, true
	}
	if a.refusals++; !client.BadCredentials(msg.err) {
		a.refusals = 0
	}
	// Asking on cannot help, and could lock the account: from here on only the person asks.
	if book.Stopped[profile] = a.refusals >= 2; book.Stopped[profile] {
		a.again = false
		return fresh, first, nil
	}
	if a.again && client.Readable(msg.err) == nil {
		return fresh, first, p.ask(a)
	}
	a.again = false
	return fresh, first, p.askAfter(p.wait(a, msg.err), a)
}

// wait is how long until the account is asked again.
func (p *Poller) wait(a *asking, err error) time.Duration {
	wait, requests := askIdle, 1
	if p.expected(a.account.Profile) {
		wait = askFast
	}
	if _, hasFeed := a.account.Issuer.(client.CodeFeed); !hasFeed {
		requests = max(1, len(p.cards(a.account.Profile))) // each is a request of its own
		wait *= time.Duration(requests)
	}
	wait = a.account.Pace(wait, requests)
	if a.failures > 0 {
		wait = min(wait<<min(a.failures, 5), askFailed)
	}
	return max(wait, client.RetryAfter(err))
}

// renew takes what the issuer says now of a code that is known, and reports whether it is news. The times of the code stay, so that asking
// again does not make it look younger; only a real expiry replaces an assumed one. Its value becomes the one that is there now.
func renew(have *client.Code, c client.Code) (news bool) {
	if c.NewerThan(*have) && !c.Value.Same(have.Value) { // another value took its place for certain
		have.Value.Wipe()
		*have = c
		return true
	}
	if !c.ExpiryAssumed {
		have.ExpiresAt, have.ExpiryAssumed = c.ExpiresAt, false
	}
	if c.Value.Same(have.Value) {
		c.Value.Wipe()
		return false
	}
	have.Value.Wipe()
	have.Value = c.Value // sealed anew, or replaced: whoever opens it knows
	return false
}

// merge puts codes into the book and drops those that expired long ago.
func (p *Poller) merge(codes []client.Code) (fresh []client.Code) {
	book := p.env.Codes
	known := make(map[string]int, len(book.Codes))
	for i, c := range book.Codes {
		known[c.Key()] = i
	}
	now := p.env.Now()
	over := func(c client.Code) bool { return book.Now(c.Profile, now).Sub(c.ExpiresAt) > keepCodes }
	for _, c := range codes {
		i, old := known[c.Key()]
		if !old && over(c) {
			c.Value.Wipe()
			continue
		}
		if !old {
			known[c.Key()] = len(book.Codes)
			book.Codes = append(book.Codes, c)
			fresh = append(fresh, c)
			continue
		}
		if renew(&book.Codes[i], c) {
			delete(book.Copied, c.Key())
			book.Renewed[c.Key()] = true
			fresh = append(fresh, book.Codes[i])
		}
	}
	client.SortCodes(book.Codes)
	client.SortCodes(fresh)
	book.Codes = slices.DeleteFunc(book.Codes, func(c client.Code) bool {
		if over(c) {
			c.Value.Wipe()
			delete(book.Copied, c.Key())
			delete(book.Renewed, c.Key())
			book.Opened.Forget(c.Key())
			return true
		}
		return false
	})
	return fresh
}
