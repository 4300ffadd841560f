#include "engine/data/fetch_file.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/geo/vector_source.h"

#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QTimer>
#include <QUrl>

#include <cmath>
#include <memory>

namespace forewatch {

namespace {

QString inSeconds(std::chrono::milliseconds time)
{
    return QString::number(std::max<double>(1, std::round(static_cast<double>(time.count()) / 1000)));
}

} // namespace

bool isWebFile(const QString &source)
{
    static const QRegularExpression service(QStringLiteral("/(?:Feature|Map)Server/\\d+"), QRegularExpression::CaseInsensitiveOption);
    const QString scheme = QUrl(source).scheme();
    return (scheme == QLatin1String("http") || scheme == QLatin1String("https")) && !service.match(source).hasMatch();
}

bool fetchFile(const QString &address, const QString &path, FetchMark &mark, const FetchPatience &patience, Feedback &feedback)
{
    const auto fail = [&](const QString &what) {
        throw Error(QStringLiteral("%1 cannot be fetched: %2. Check the address, the network and the server.").arg(shownSource(address), what));
    };
    QNetworkRequest request{QUrl(address)};
    request.setTransferTimeout(static_cast<int>(patience.silence.count()));
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("Forewatch/" FOREWATCH_VERSION));
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    if (!mark.entity.isEmpty())
        request.setRawHeader("If-None-Match", mark.entity);
    if (!mark.modified.isEmpty())
        request.setRawHeader("If-Modified-Since", mark.modified);
    QNetworkAccessManager network;
    const std::unique_ptr<QNetworkReply> reply(network.get(request));
    QEventLoop loop;
    QTimer watch;
    QTimer limit;
    bool late = false;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    QObject::connect(reply.get(), &QNetworkReply::downloadProgress, &loop, [&](qint64 part, qint64 whole) {
        feedback.progress(whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0);
    });
    QObject::connect(&watch, &QTimer::timeout, &loop, [&] {
        if (feedback.cancelled())
            loop.quit();
    });
    QObject::connect(&limit, &QTimer::timeout, &loop, [&] {
        late = true;
        loop.quit();
    });
    watch.start(50);
    limit.start(patience.whole);
    loop.exec();
    if (feedback.cancelled())
        throw Cancelled{};
    if (late)
        fail(QStringLiteral("it did not come whole within %1 s").arg(inSeconds(patience.whole)));
    const int code = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (reply->error() == QNetworkReply::OperationCanceledError)
        fail(QStringLiteral("nothing came for %1 s").arg(inSeconds(patience.silence)));
    if (reply->error() != QNetworkReply::NoError)
        fail(code >= 400 ? QStringLiteral("the server answered with HTTP status %1").arg(code) : reply->errorString());
    if (code == 304)
        return false;
    if (code != 200)
        fail(QStringLiteral("the server answered with HTTP status %1").arg(code));
    const QByteArray body = reply->readAll();
    const QByteArray announced = reply->rawHeader("Content-Length");
    const bool isPacked = reply->hasRawHeader("Content-Encoding");
    if (!announced.isEmpty() && !isPacked && announced.toLongLong() != body.size())
        fail(QStringLiteral("only %1 of %2 bytes came").arg(body.size()).arg(announced.toLongLong()));
    writeWholeFile(path, body);
    mark = {reply->rawHeader("ETag"), reply->rawHeader("Last-Modified"),
            reply->header(QNetworkRequest::ContentTypeHeader).toString().section(QLatin1Char(';'), 0, 0).trimmed().toLower()};
    return true;
}

} // namespace forewatch
