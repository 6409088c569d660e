package sandbox

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// dashboard is the protocol that Aurex documents and that Linora is taken to speak as well; terms tell them apart.
type dashboard struct {
	*book
	terms terms
	users []*user
	limit *rateLimit
	at    Endpoint
}

// terms are what differs between Aurex and Linora.
type terms struct {
	issuer  string
	stream  uint64 // of the seed
	turn    int    // in the schedule of purchases
	cards   int    // from the start, unless Options.Cards says so
	opening int64  // of the wallet
	offers  []*offer
	form    CodeForm
	says    bool // limits and fees are in the answers
	plan    []planned
	first   string // the user's name
	last    string
	keyName string // start of the API key
}

// planned is one of the cards that are there from the start.
type planned struct {
	offer  int
	name   string
	status string
}

// offer is the terms of a card.
type offer struct {
	bin        string
	issueFee   decimal.Decimal
	createRate decimal.Decimal // a fraction: 0.05 is 5 %
	createMin  decimal.Decimal
	createMax  decimal.Decimal
	topUpRate  decimal.Decimal
	topUpMin   decimal.Decimal
	topUpMax   decimal.Decimal
	maxBalance decimal.Decimal // zero: none
	noTopUp    bool
}

// user holds a wallet and cards.
type user struct {
	id      string
	first   string
	last    string
	created time.Time
	wallet  *wallet
	cards   []*card
}

// fail is an error of Aurex and Linora: an HTTP status and a text.
func fail(status int, format string, args ...any) error {
	return &refusal{status: status, text: fmt.Sprintf(format, args...)}
}

// reply is around every answer (Aurex API overview).
type reply struct {
	Success bool   `json:"success"`
	Data    any    `json:"data,omitempty"`
	Error   string `json:"error,omitempty"`
}

const dashboardBase = "/api/dashboard"

func newDashboard(opts Options, t terms) *dashboard {
	d := &dashboard{book: newBook(t.issuer, t.stream, opts), terms: t, limit: newRateLimit(opts.RateLimit)}
	count := opts.Cards
	if count == 0 {
		count = t.cards
	}
	first := d.addUser(t.first, t.last, t.opening+600*int64(count))
	d.at = Endpoint{Issuer: t.issuer, BaseURL: dashboardBase, UserID: first.id, APIKey: t.keyName + d.hex(32)}
	d.past(func(day func(int)) {
		first.created = d.clock.Add(-40 * 24 * time.Hour)
		for i := range count {
			day(30 - i%20)
			d.firstCard(first, i)
		}
	})
	d.schedule(t.turn)
	return d
}

func (d *dashboard) firstCard(u *user, i int) {
	p := d.terms.plan[i%len(d.terms.plan)]
	if i >= len(d.terms.plan) {
		p = planned{p.offer, fmt.Sprintf("%s %d", p.name, i+1), statusActive}
	}
	if d.opts.Hostile && i == 1 {
		p.name = hostile
	}
	o := d.terms.offers[p.offer]
	c := d.create(u, o, p.name, cents(d.ids, 60, 300), "")
	if i < len(d.terms.plan) {
		d.history(c)
	}
	c.status = p.status
}

func (d *dashboard) addUser(first, last string, opening int64) *user {
	u := &user{id: d.hex(24), first: first, last: last, created: d.clock}
	u.wallet = d.addWallet(u.id, u.first, "WALLET", "USD", opening)
	d.users = append(d.users, u)
	return u
}

// create makes a card and pays for it from the user's wallet, at once. The service fee is rounded up to the cent.
func (d *dashboard) create(u *user, o *offer, name string, amount decimal.Decimal, request string) *card {
	c := d.addCard(&card{id: "card_" + d.hex(12), name: name, offer: o, status: statusActive, wallet: u.wallet, created: d.clock}, o.bin)
	u.cards = append(u.cards, c)
	d.accept(&operation{request: request, kind: kindCreate, card: c, amount: amount, fee: o.issueFee.Add(o.serviceFee(amount))})
	return c
}

func (o *offer) serviceFee(amount decimal.Decimal) decimal.Decimal {
	return amount.Mul(o.createRate).RoundUp(2)
}

func (d *dashboard) site() *site {
	return &site{name: d.terms.issuer, book: d.book, endpoint: d.at, base: dashboardBase, serve: d.serve, failure: d.failure}
}

func (d *dashboard) failure(status int, text string) answer {
	return jsonAnswer(status, encode(reply{Error: text}))
}

// serve checks the key and its rate before anything else, then finds the endpoint.
func (d *dashboard) serve(c *call) answer {
	key, ok := strings.CutPrefix(c.header.Get("Authorization"), "Bearer ")
	if !ok || key != d.at.APIKey || len(c.header.Values("Authorization")) != 1 {
		return d.failure(http.StatusUnauthorized, "Invalid or missing API key")
	}
	if !d.limit.allow(key, c.now) {
		return d.failure(http.StatusTooManyRequests, "Rate limit exceeded")
	}
	if c.method == http.MethodGet && len(c.raw) > 0 {
		return d.failure(http.StatusBadRequest, "GET takes no body")
	}
	data, err := d.route(c)
	if err != nil {
		var r *refusal
		if !errors.As(err, &r) {
			r = &refusal{status: http.StatusBadRequest, text: err.Error()}
		}
		return d.failure(r.status, r.text)
	}
	return jsonAnswer(http.StatusOK, encode(reply{Success: true, Data: data}))
}

func (d *dashboard) route(c *call) (any, error) {
	parts := strings.Split(strings.TrimPrefix(c.path, "/"), "/")
	if parts[0] != "users" {
		return nil, fail(http.StatusNotFound, "No such endpoint")
	}
	if len(parts) == 1 {
		return method(c, nil, d.createUser)
	}
	u := d.user(parts[1])
	if u == nil {
		return nil, fail(http.StatusNotFound, "User not found")
	}
	with := func(f func(*call, *user) (any, error)) func(*call) (any, error) {
		return func(c *call) (any, error) { return f(c, u) }
	}
	switch {
	case len(parts) == 2:
		return method(c, with(d.getUser), nil)
	case len(parts) == 3 && parts[2] == "wallet":
		return method(c, with(d.wallet), nil)
	case len(parts) == 3 && parts[2] == "deposits":
		return method(c, with(d.listDeposits), with(d.createDeposit))
	case len(parts) == 3 && parts[2] == "otp":
		return method(c, with(d.otp), nil)
	case len(parts) == 3 && parts[2] == "cards":
		return method(c, with(d.listCards), with(d.createCard))
	case len(parts) > 3 && parts[2] == "cards":
		return d.routeCard(c, u, parts[3:])
	}
	return nil, fail(http.StatusNotFound, "No such endpoint")
}

func (d *dashboard) routeCard(c *call, u *user, parts []string) (any, error) {
	one := u.card(parts[0])
	if one == nil {
		return nil, fail(http.StatusNotFound, "Card not found")
	}
	with := func(f func(*call, *card) (any, error)) func(*call) (any, error) {
		return func(c *call) (any, error) { return f(c, one) }
	}
	switch {
	case len(parts) == 1:
		return method(c, with(d.card), nil)
	case len(parts) == 2 && parts[1] == "topup":
		return method(c, nil, with(d.topUp))
	case len(parts) == 2 && parts[1] == "transactions":
		return method(c, with(d.transactions), nil)
	}
	return nil, fail(http.StatusNotFound, "No such endpoint")
}

func method(c *call, get, post func(*call) (any, error)) (any, error) {
	switch {
	case c.method == http.MethodGet && get != nil:
		return get(c)
	case c.method == http.MethodPost && post != nil:
		if len(c.query) > 0 {
			return nil, fail(http.StatusBadRequest, "Parameters belong into the body")
		}
		return post(c)
	}
	return nil, fail(http.StatusMethodNotAllowed, "Method not allowed")
}

func (d *dashboard) user(id string) *user {
	for _, u := range d.users {
		if u.id == id {
			return u
		}
	}
	return nil
}

func (u *user) card(id string) *card {
	for _, c := range u.cards {
		if c.id == id {
			return c
		}
	}
	return nil
}

// parameters refuses what is not among names, and what is given twice.
func parameters(q url.Values, names ...string) error {
	allowed := map[string]bool{}
	for _, name := range names {
		allowed[name] = true
	}
	for name, values := range q {
		if !allowed[name] || len(values) != 1 {
			return fail(http.StatusBadRequest, "Unknown or repeated parameter %s", name)
		}
	}
	return nil
}

// window cuts limit and offset out of a list of n (Aurex API overview); byDefault 0 is all of it.
func window(q url.Values, n, byDefault int) (from, to int, err error) {
	if err := parameters(q, "limit", "offset"); err != nil {
		return 0, 0, err
	}
	limit, offset := byDefault, 0
	if byDefault == 0 {
		limit = n
	}
	if q.Has("limit") {
		limit, err = strconv.Atoi(q.Get("limit"))
		if err != nil || limit < 1 || limit > 100 {
			return 0, 0, fail(http.StatusBadRequest, "limit must be between 1 and 100")
		}
	}
	if q.Has("offset") {
		offset, err = strconv.Atoi(q.Get("offset"))
		if err != nil || offset < 0 {
			return 0, 0, fail(http.StatusBadRequest, "offset must be 0 or more")
		}
	}
	from = min(offset, n)
	return from, from + min(limit, n-from), nil
}

// seconds is a time as Aurex writes it: ISO 8601 UTC, whole seconds.
func seconds(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
