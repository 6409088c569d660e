package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"cardwallet/client/fold"
)

// rule is what a setting takes, beside its type. The zero rule takes everything.
type rule struct {
	words string // what it takes, for people
	// check gets a value that already has the type of its setting. It says what is wrong and never repeats the value. nil: nothing is.
	check func(any) string
	// choices are the words that it takes, where those are all.
	choices []string
}

// refuses says what is wrong with a value, or nothing.
func (r rule) refuses(v any) string {
	if r.check == nil {
		return ""
	}
	return r.check(v)
}

func oneOf(words ...string) rule {
	last := len(words) - 1
	list := strings.Join(words[:last], ", ") + " or " + words[last]
	return rule{words: list, choices: words, check: func(v any) string {
		if word := v.(string); !slices.Contains(words, word) {
			return "must be " + list + fold.DidYouMean(word, words)
		}
		return ""
	}}
}

func between(low, high time.Duration) rule {
	words := fmt.Sprintf("from %s to %s", short(low), short(high))
	return rule{words: words, check: func(v any) string {
		if d := v.(time.Duration); d < low || d > high {
			return "must be " + words
		}
		return ""
	}}
}

func zeroOr(r rule) rule {
	const never = `, or "0s" for never`
	return rule{words: r.words + never, check: func(v any) string {
		if what := r.check(v); what != "" && v.(time.Duration) != 0 {
			return what + never
		}
		return ""
	}}
}

func upTo(limit int64) rule {
	words := fmt.Sprintf("from 0 to %d", limit)
	return rule{words: words, check: func(v any) string {
		if n := v.(int64); n < 0 || n > limit {
			return "must be " + words
		}
		return ""
	}}
}

// Rules for texts of a form.
var (
	emailText  = rule{words: "an email address", check: email}
	address    = rule{words: "an IP address", check: ipAddress}
	httpsURL   = rule{words: "a URL with https://, on this machine also http://", check: fullURL}
	httpsBase  = rule{words: "a URL with https://, on this machine also http://", check: baseURL}
	inHeader   = rule{words: "at most 256 ASCII characters", check: headerText}
	headerWord = rule{words: "the name of an HTTP header", check: headerName}
	person     = rule{words: "1 to 64 characters", check: personName}
)

// short writes a duration as people do: 24h instead of 24h0m0s.
func short(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func email(v any) string {
	if name, host, ok := strings.Cut(v.(string), "@"); !ok || name == "" || host == "" || strings.ContainsAny(v.(string), " <>") ||
		unprintable(v.(string)) {
		return `must be an email address such as "ops@example.com"`
	}
	return ""
}

func ipAddress(v any) string {
	if _, err := netip.ParseAddr(v.(string)); err != nil {
		return `must be an IP address such as "127.0.0.1"`
	}
	return ""
}

var headerToken = regexp.MustCompile(`^[A-Za-z0-9-]+$`)

func headerName(v any) string {
	if name := v.(string); len(name) > 64 || !headerToken.MatchString(name) {
		return "must be the name of an HTTP header: letters, digits and -"
	}
	return ""
}

// headerText keeps to what every HTTP stack passes on unchanged.
func headerText(v any) string {
	s := v.(string)
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) || s != strings.TrimSpace(s) || len(s) > 256 {
		return "goes into an HTTP header: at most 256 ASCII characters without spaces at the ends"
	}
	return ""
}

// unprintable reports whether a terminal would obey or hide a part of s: what is configured is shown again.
func unprintable(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

func baseURL(v any) string {
	u, what := parseURL(v.(string))
	if what == "" && (u.RawQuery != "" || u.ForceQuery) {
		return "must end with the path: no ? part"
	}
	return what
}

func fullURL(v any) string {
	_, what := parseURL(v.(string))
	return what
}

func parseURL(s string) (*url.URL, string) {
	u, err := url.Parse(s)
	switch {
	case strings.ContainsAny(s, "{}"):
		return nil, "still holds a placeholder in {}: write the value in its place"
	// Percent signs and spaces in the host, and ports that are no numbers, are errors here.
	case err != nil || u.Hostname() == "" || strings.ContainsAny(s, " \\") || unprintable(s):
		return nil, `must be a full URL such as "https://api.example.com/v1"`
	case u.User != nil:
		return nil, "must not hold a user or password"
	case u.Fragment != "" || strings.HasSuffix(s, "#"):
		return nil, "must not hold a # part"
	case u.Scheme == "https":
		return u, ""
	case u.Scheme != "http":
		return nil, "must begin with https://"
	case !loopback(u.Hostname()):
		return nil, "http:// is only for this machine (127.0.0.1, [::1], localhost): use https://"
	}
	return u, ""
}

func loopback(host string) bool {
	if strings.EqualFold(strings.TrimSuffix(host, "."), "localhost") { // a dot ends a whole name
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}

var placeholder = regexp.MustCompile(`\{[^{}]*\}`)

// pathTemplate checks one entry of [profiles.NAME.paths].
func pathTemplate(name, template string) string {
	for _, p := range placeholder.FindAllString(template, -1) {
		if p != "{userId}" && p != "{cardId}" {
			return "may hold {userId} and {cardId}, and nothing else in {}"
		}
	}
	filled := placeholder.ReplaceAllString(template, "x")
	u, err := url.Parse(filled)
	switch {
	case strings.ContainsAny(filled, "{}"):
		return "has a { or } without its partner"
	case !strings.HasPrefix(template, "/") || strings.HasPrefix(template, "//"):
		return `must begin with one "/": it follows base_url`
	case err != nil || u.Fragment != "" || strings.ContainsAny(filled, " #\\") || unprintable(filled) ||
		slices.Contains(strings.Split(u.Path, "/"), ".."):
		return `must be a path such as "/users/{userId}/cards"`
	case slices.Contains(cardPaths, name) && !strings.Contains(template, "{cardId}"):
		return "must hold {cardId}: it is about one card"
	}
	return ""
}
