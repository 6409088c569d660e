package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/aurex"
	"cardwallet/client/finhub"
	"cardwallet/client/journal"
	"cardwallet/client/journal/sqlite"
	"cardwallet/client/linora"
	"cardwallet/client/sandbox"
	"cardwallet/client/transport"
	"cardwallet/crypto"
)

// socket is a server that knows nothing of HTTP but where a request ends, so that it answers as no library would. It counts the requests
// that move money.
type socket struct {
	net.Listener
	answer func(net.Conn) // of what moves money

	mu    sync.Mutex
	moved int
}

func listen(t *testing.T, answer func(net.Conn)) *socket {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &socket{Listener: l, answer: answer}
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			serving.Go(func() { s.serve(c) })
		}
	})
	t.Cleanup(func() { _ = l.Close(); serving.Wait() })
	return s
}

func (s *socket) serve(c net.Conn) {
	defer func() { _ = c.Close() }()
	_ = c.SetDeadline(time.Now().Add(patient))
	for in := bufio.NewReader(c); ; {
		r, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, r.Body)
		if r.URL.Path == "/api/auth/login" {
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 36\r\n\r\n"+`{"accessToken":"t","expiresIn":3600}`)
			continue
		}
		s.mu.Lock()
		s.moved++
		s.mu.Unlock()
		s.answer(c)
		return
	}
}

func (s *socket) times() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.moved
}

// oddEnds are the ways in which the answer to a request can come, or not.
func oddEnds() map[string]func(net.Conn) {
	says := func(text string) func(net.Conn) {
		return func(c net.Conn) { _, _ = io.WriteString(c, text) }
	}
	const body = `{"success":false,"code":-1,"msg":"no","error":"no"}`
	all := map[string]func(net.Conn){
		"closed":                 func(net.Conn) {},
		"reset":                  func(c net.Conn) { _ = c.(*net.TCPConn).SetLinger(0) },
		"half a status line":     says("HTTP/1.1 2"),
		"half a header":          says("HTTP/1.1 200 OK\r\nContent-Le"),
		"half a body":            says("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"),
		"a broken chunk":         says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"su"),
		"not HTTP":               says("SSH-2.0-OpenSSH_9.6\r\n"),
		"an HTTP/2 preface":      says("\x00\x00\x00\x04\x00\x00\x00\x00\x00"),
		"HTTP/1.0":               says("HTTP/1.0 200 OK\r\n\r\n" + body),
		"continue and closed":    says("HTTP/1.1 100 Continue\r\n\r\n"),
		"early hints and closed": says("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"),
		"another protocol":       says("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"),
		"refused under 200":      says(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(body), body)),
		"code 401 under 200":     says("HTTP/1.1 200 OK\r\nContent-Length: 49\r\n\r\n" + `{"success":false,"code":401,"msg":"no","error":0}`),
		"two answers":            says("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
		"401 with a challenge": says("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer error=\"invalid_token\"\r\n" +
			"Content-Length: 0\r\n\r\n"),
		"407 with a challenge": says("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n" +
			"Content-Length: 0\r\n\r\n"),
		"408 and closed":           says("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n"),
		"429, come again at once":  says("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"),
		"503, come again at once":  says("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"),
		"425, with an alternative": says("HTTP/1.1 425 Too Early\r\nAlt-Svc: h3=\":443\"\r\nContent-Length: 0\r\n\r\n"),
	}
	for _, status := range []int{400, 401, 402, 403, 404, 405, 407, 408, 409, 410, 417, 421, 422, 425, 429, 431, 500, 501, 502, 503, 504,
		511, 599} {
		all[fmt.Sprint(status)] = says(fmt.Sprintf("HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s", status, len(body), body))
	}
	for _, status := range []int{300, 301, 302, 303, 304, 305, 307, 308} {
		all[fmt.Sprint(status)] = says(fmt.Sprintf("HTTP/1.1 %d X\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n", status))
	}
	return all
}

// However the answer comes, the socket sees one request for one movement, of each kind, at each issuer.
func TestOneRequestForEachMovement(t *testing.T) {
	t.Parallel()
	secret := func(context.Context) (crypto.Secret, error) { return crypto.SecretFromString("x"), nil }
	limits := transport.Timeouts{Dial: patient, Header: patient, Whole: patient}
	for name, answer := range oddEnds() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := listen(t, answer)
			base := "http://" + s.Addr().String()
			// After a 429 everybody keeps quiet who counts as the same.
			fin, err := finhub.New(finhub.Options{BaseURL: base + "/card", TenantID: name, Email: name, Password: secret, Timeouts: limits})
			if err != nil {
				t.Fatal(err)
			}
			defer fin.Close()
			ads, err := aurex.New(aurex.Options{BaseURL: base, UserID: "u", APIKey: secret, RatePerMinute: -1, Timeouts: limits})
			if err != nil {
				t.Fatal(err)
			}
			defer ads.Close()
			team, err := linora.New(linora.Options{BaseURL: base, UserID: "u", APIKey: secret, RatePerMinute: -1, Timeouts: limits})
			if err != nil {
				t.Fatal(err)
			}
			defer team.Close()
			order := client.Order{ID: "CW" + strings.Repeat("A", 26), CardID: "c", Amount: client.NewMoney(decimal.NewFromInt(25), "USD"),
				New: client.NewCard{Name: "n"}}
			ofType := order
			ofType.New = client.NewCard{TypeID: "1"}
			want := 0
			for _, of := range []struct {
				what   string
				issuer client.Mover
				kind   client.MovementKind
				order  client.Order
			}{
				{"finhub top-up", fin, client.MoveTopUp, order}, {"finhub withdraw", fin, client.MoveWithdraw, order},
				{"finhub create", fin, client.MoveCreate, ofType}, {"finhub freeze", fin, client.MoveFreeze, order},
				{"finhub cancel", fin, client.MoveCancel, order}, {"aurex top-up", ads, client.MoveTopUp, order},
				{"aurex create", ads, client.MoveCreate, order}, {"linora top-up", team, client.MoveTopUp, order},
				{"linora create", team, client.MoveCreate, order},
			} {
				of.order.Kind = of.kind
				want++
				if _, err := of.issuer.Send(t.Context(), of.order); err == nil || client.NotSent(err) {
					t.Errorf("%s: %v", of.what, err)
				}
				if got := s.times(); got != want {
					t.Errorf("%s was sent %d times", of.what, got-want+1)
					want = got
				}
			}
		})
	}
}

// What FinHub takes back after it had succeeded is a step in the history, and told once.
func TestReversalAtFinHub(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 5, 10, 0, 0, 0, time.UTC)
	var mu sync.Mutex
	clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	fault, err := sandbox.ParseFault("finhub:/card/deposit:reverse=1h:1")
	if err != nil {
		t.Fatal(err)
	}
	box, err := sandbox.New(sandbox.Options{Seed: 7, Now: clock, TokenTTL: 48 * time.Hour, Faults: []sandbox.Fault{fault}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(box.Handler(sandbox.IssuerFinHub))
	t.Cleanup(func() { _ = box.Close(); server.Close() })
	at := box.FinHub()
	driver, err := finhub.New(finhub.Options{Profile: "fin", BaseURL: server.URL + at.BaseURL, TenantID: at.TenantID, Email: at.Email,
		Now:      clock,
		Password: func(context.Context) (crypto.Secret, error) { return crypto.SecretFromString(at.Password), nil }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(driver.Close)
	account := client.Account{Profile: "fin", ID: "fin", Issuer: driver}
	path := filepath.Join(t.TempDir(), "state", "journal.db")
	open := func() *journal.Journal {
		book := journal.New(sqlite.At(path), journal.WithClock(clock), journal.WithPolling(time.Millisecond, time.Second))
		t.Cleanup(func() { _ = book.Close() })
		return book
	}
	book := open()
	cards, err := client.CollectCards(t.Context(), driver.Cards)
	if err != nil {
		t.Fatal(err)
	}
	settle := func(j *journal.Journal) []client.Movement {
		t.Helper()
		told, err := j.Settle(t.Context(), []client.Account{account})
		if err != nil {
			t.Fatal(err)
		}
		return told
	}
	pass := func(d time.Duration) { mu.Lock(); defer mu.Unlock(); now = now.Add(d) }
	var m client.Movement
	for _, card := range cards {
		if card.Status != client.CardActive {
			continue
		}
		if m, err = book.Move(t.Context(), account,
			client.Intent{Kind: client.MoveTopUp, Card: card, Amount: client.NewMoney(decimal.NewFromInt(50), "USD")}); err == nil {
			break
		}
	}
	pass(time.Minute)
	if told := settle(book); err != nil || len(told) != 1 || told[0].Status != client.MovementSucceeded {
		t.Fatalf("%v, %v, told of %v", m, err, told)
	}
	if told := settle(open()); len(told) != 0 {
		t.Errorf("before it was taken back: told of %v", told)
	}
	pass(2 * time.Hour)
	told := settle(open())
	if len(told) != 1 || told[0].OrderID != m.OrderID || !told[0].Reversed() ||
		!strings.Contains(told[0].Description, "Reversed by the card network") {
		t.Fatalf("told of %v", told)
	}
	if again := settle(open()); len(again) != 0 {
		t.Errorf("told again: %v", again)
	}
	steps, err := book.History(t.Context(), m.OrderID)
	if last := steps[len(steps)-1]; err != nil || last.From != client.MovementSucceeded || last.To != client.MovementFailed {
		t.Errorf("history %v, %v", steps, err)
	}
	if err := box.Audit(); err != nil {
		t.Error(err)
	}
}
