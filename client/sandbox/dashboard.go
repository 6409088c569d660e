package sandbox

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// dashboard is the protocol that Aurex documents and that Linora is taken to speak as well; terms tell them apart.
type dashboard struct {
	*book
	terms terms
	user  string  // the id of the only user, who holds all cards
	from  *wallet // what all cards are funded from
	limit rateLimit
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
	begins  []firstCard
	keyName string // start of the API key
}

// firstCard is one of the cards that are there from the start.
type firstCard struct {
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
	d := &dashboard{book: newBook(t.issuer, t.stream, opts), terms: t, limit: rateLimit{perMinute: opts.RateLimit}}
	count := opts.Cards
	if count == 0 {
		count = t.cards
	}
	d.user = d.hex(24)
	d.from = d.addWallet(d.user, "", "WALLET", "USD", t.opening+600*int64(count))
	d.at = Endpoint{Issuer: t.issuer, BaseURL: dashboardBase, UserID: d.user, APIKey: t.keyName + d.hex(32)}
	d.past(func(day func(int)) {
		for i := range count {
			day(30 - i%20)
			d.addFirst(i)
		}
	})
	d.schedule(t.turn)
	return d
}

func (d *dashboard) addFirst(i int) {
	p := d.terms.begins[i%len(d.terms.begins)]
	if i >= len(d.terms.begins) {
		p = firstCard{p.offer, fmt.Sprintf("%s %d", p.name, i+1), statusActive}
	}
	if d.opts.Hostile && i == 1 {
		p.name = hostile
	}
	o := d.terms.offers[p.offer]
	c := d.create(o, p.name, cents(d.ids, 60, 300), "")
	if i < len(d.terms.begins) {
		d.history(c)
	}
	c.status = p.status
}

// create makes a card and pays for it from the wallet, at once. The service fee is rounded up to the cent.
func (d *dashboard) create(o *offer, name string, amount decimal.Decimal, request string) *card {
	c := d.addCard(&card{id: "card_" + d.hex(12), name: name, offer: o, status: statusActive, wallet: d.from, created: d.clock}, o.bin)
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
	if !d.limit.allow(c.now) {
		return d.failure(http.StatusTooManyRequests, "Rate limit exceeded")
	}
	if c.method == http.MethodGet && len(c.raw) > 0 {
		return d.failure(http.StatusBadRequest, "GET takes no body")
	}
	data, err := d.route(c)
	if err != nil {
		r := asRefusal(err)
		return d.failure(r.status, r.text)
	}
	return jsonAnswer(http.StatusOK, encode(reply{Success: true, Data: data}))
}

type handler func(*dashboard, *call) (any, error)

// dashboardEndpoints are what answers GET, which takes these parameters, and POST, by path with * for an id.
var dashboardEndpoints = map[string]struct {
	get        handler
	parameters []string
	post       handler
}{
	"users/*/wallet":               {get: (*dashboard).wallet},
	"users/*/deposits":             {get: (*dashboard).listDeposits, parameters: paging, post: (*dashboard).createDeposit},
	"users/*/otp":                  {get: (*dashboard).otp, parameters: []string{"cardId"}},
	"users/*/cards":                {get: (*dashboard).listCards, parameters: paging, post: (*dashboard).createCard},
	"users/*/cards/*":              {get: (*dashboard).card},
	"users/*/cards/*/topup":        {post: (*dashboard).topUp},
	"users/*/cards/*/transactions": {get: (*dashboard).transactions, parameters: paging},
}

// paging are the parameters of lists, see window.
var paging = []string{"limit", "offset"}

func (d *dashboard) route(c *call) (any, error) {
	parts := strings.Split(strings.TrimPrefix(c.path, "/"), "/")
	if len(parts) > 1 && parts[0] == "users" {
		if parts[1] != d.user {
			return nil, fail(http.StatusNotFound, "User not found")
		}
		parts[1] = "*"
	}
	if len(parts) > 3 && parts[1] == "*" && parts[2] == "cards" {
		if c.card = d.byID[parts[3]]; c.card == nil {
			return nil, fail(http.StatusNotFound, "Card not found")
		}
		parts[3] = "*"
	}
	at, found := dashboardEndpoints[strings.Join(parts, "/")]
	switch {
	case !found:
		return nil, fail(http.StatusNotFound, "No such endpoint")
	case c.method == http.MethodGet && at.get != nil:
		if err := known(c.query, at.parameters); err != nil {
			return nil, err
		}
		return at.get(d, c)
	case c.method != http.MethodPost || at.post == nil:
		return nil, fail(http.StatusMethodNotAllowed, "Method not allowed")
	case len(c.query) > 0:
		return nil, fail(http.StatusBadRequest, "Parameters belong into the body")
	}
	return at.post(d, c)
}

// known refuses what is not among names, and what is given twice.
func known(q url.Values, names []string) error {
	for name, values := range q {
		if !slices.Contains(names, name) || len(values) != 1 {
			return fail(http.StatusBadRequest, "Unknown or repeated parameter %s", name)
		}
	}
	return nil
}

// window cuts limit and offset out of a list of n (Aurex API overview); byDefault 0 is all of it.
func window(q url.Values, n, byDefault int) (from, to int, err error) {
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

// newestOf cuts limit and offset out of a list that is in order of time, the newest first.
func newestOf[T any](q url.Values, all []*T, byDefault int, wire func(*T) members) (any, error) {
	from, to, err := window(q, len(all), byDefault)
	if err != nil {
		return nil, err
	}
	out := make([]members, 0, to-from)
	for i := from; i < to; i++ {
		out = append(out, wire(all[len(all)-1-i]))
	}
	return out, nil
}

// seconds is a time as Aurex writes it: ISO 8601 UTC, whole seconds.
func seconds(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
