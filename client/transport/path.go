package transport

import (
	"fmt"
	"net"
	"net/url"
	"strings"
)

// ParseAddress checks an address that a config gives: https, or http for loopback only, without a user or a fragment. setting is its
// name there.
func ParseAddress(setting, text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Opaque != "" {
		return nil, fmt.Errorf("%s is not a web address\nwrite it as https://host/path", setting)
	}
	switch {
	case u.User != nil || u.Fragment != "":
		return nil, fmt.Errorf("%s must not hold a user or a fragment", setting)
	case u.Scheme == "http" && !loopback(u.Hostname()), u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%s must begin with https://\nhttp:// is for this machine only (localhost, 127.0.0.1)", setting)
	}
	return u, nil
}

// ParseBase checks an issuer's base URL, which has no query either.
func ParseBase(text string) (*url.URL, error) {
	u, err := ParseAddress("base_url", text)
	if err == nil && (u.RawQuery != "" || u.ForceQuery) {
		return nil, fmt.Errorf("base_url must not hold a query")
	}
	return u, err
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// join appends path elements to base, each escaped. An element that is empty, "." or ".." would name something else and is
// refused.
func join(base *url.URL, elements []string) (*url.URL, error) {
	u := *base
	u.Path = strings.TrimRight(base.Path, "/")
	u.RawPath = strings.TrimRight(base.EscapedPath(), "/")
	for _, element := range elements {
		if element == "" || element == "." || element == ".." {
			return nil, fmt.Errorf("%q cannot be part of an address", element)
		}
		u.Path += "/" + element
		u.RawPath += "/" + url.PathEscape(element)
	}
	return &u, nil
}

// Expand fills a template such as "users/{userId}/otp?cardId={cardId}" and returns the path elements and the query.
func Expand(template string, values map[string]string) ([]string, url.Values, error) {
	pathPart, queryPart, _ := strings.Cut(template, "?")
	var elements []string
	for _, element := range strings.Split(strings.Trim(pathPart, "/"), "/") {
		element, err := fill(element, values)
		if err != nil {
			return nil, nil, err
		}
		elements = append(elements, element)
	}
	query, err := url.ParseQuery(queryPart)
	if err != nil {
		return nil, nil, fmt.Errorf("path template %q: its query cannot be read", template)
	}
	for _, list := range query {
		for i := range list {
			if list[i], err = fill(list[i], values); err != nil {
				return nil, nil, err
			}
		}
	}
	return elements, query, nil
}

// fill replaces text that is one {name}.
func fill(text string, values map[string]string) (string, error) {
	if !strings.ContainsAny(text, "{}") {
		return text, nil
	}
	value, known := values[strings.TrimSuffix(strings.TrimPrefix(text, "{"), "}")]
	if !known || text[0] != '{' || text[len(text)-1] != '}' {
		return "", fmt.Errorf("path template: %q is not known", text)
	}
	return value, nil
}
