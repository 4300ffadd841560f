#include "engine/data/feature_service.h"

#include "engine/core/error.h"
#include "engine/geo/vector_source.h"

#include <QEventLoop>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>
#include <QUrlQuery>

#include <memory>
#include <thread>

namespace forewatch {

namespace {

/// What one try brought: a body, or why there is none.
struct Answer
{
    QByteArray body;
    QString fault;
    /// Trying again can help.
    bool passing = false;
};

Answer fetch(const QUrl &address, const DownloadSettings &settings, Feedback &feedback)
{
    QNetworkRequest request(address);
    request.setTransferTimeout(static_cast<int>(std::chrono::milliseconds(settings.patience).count()));
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("Forewatch/" FOREWATCH_VERSION));
    QNetworkAccessManager network;
    const std::unique_ptr<QNetworkReply> reply(network.get(request));
    QEventLoop loop;
    QTimer watch;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    QObject::connect(&watch, &QTimer::timeout, &loop, [&] {
        if (feedback.cancelled())
            loop.quit();
    });
    watch.start(50);
    loop.exec();
    if (feedback.cancelled())
        throw Cancelled{};
    if (reply->error() == QNetworkReply::NoError)
        return {reply->readAll(), {}, false};
    if (reply->error() == QNetworkReply::OperationCanceledError)
        return {{}, QStringLiteral("nothing came for %1 seconds").arg(settings.patience.count()), true};
    const int code = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const bool refused = code >= 400 && code < 500 && code != 408 && code != 429;
    return {{}, code >= 400 ? QStringLiteral("HTTP status %1").arg(code) : reply->errorString(), !refused};
}

} // namespace

FeatureService::FeatureService(const OpenDataSet &set, const DownloadSettings &settings, Feedback &feedback)
    : m_set(set), m_settings(settings), m_feedback(feedback)
{
}

void FeatureService::fail(const QString &what, const QString &advice) const
{
    throw Error(QStringLiteral("%1 cannot be fetched from %2: %3. %4").arg(m_set.title, shownSource(m_set.address), what, advice));
}

void FeatureService::wait(std::chrono::milliseconds pause)
{
    const auto until = std::chrono::steady_clock::now() + pause;
    while (std::chrono::steady_clock::now() < until) {
        if (m_feedback.cancelled())
            throw Cancelled{};
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

QJsonObject FeatureService::ask(const QString &path, const QList<std::pair<QString, QString>> &parameters)
{
    QUrl address(m_set.address + path);
    QUrlQuery query(address);
    for (const auto &[key, value] : parameters)
        query.addQueryItem(key, QString::fromUtf8(QUrl::toPercentEncoding(value)));
    address.setQuery(query);

    QString fault;
    auto pause = m_settings.pause;
    for (int attempt = 0; attempt < m_settings.tries; ++attempt) {
        if (attempt > 0) {
            wait(pause);
            pause *= 2;
        }
        const Answer answer = fetch(address, m_settings, m_feedback);
        if (answer.fault.isEmpty()) {
            const QJsonObject object = QJsonDocument::fromJson(answer.body).object();
            const QJsonObject refusal = object[QLatin1String("error")].toObject();
            // The service answers with status 200 and says in the body what is wrong.
            if (!object.isEmpty() && refusal.isEmpty())
                return object;
            const int code = refusal[QLatin1String("code")].toInt();
            fault = object.isEmpty() ? QStringLiteral("the answer is no JSON")
                                     : QStringLiteral("the service says “%1”").arg(refusal[QLatin1String("message")].toString());
            if (code >= 400 && code < 500 && code != 429)
                fail(fault, QStringLiteral("The data set may have moved; look for it on the city's open data page."));
        } else {
            fault = answer.fault;
            if (!answer.passing)
                fail(fault, QStringLiteral("The data set may have moved; look for it on the city's open data page."));
        }
    }
    fail(fault, QStringLiteral("Check the connection and try again; what has come is kept and the download goes on from there."));
}

FeatureService::Layer FeatureService::layer()
{
    const QJsonObject said = ask({}, {{QStringLiteral("f"), QStringLiteral("json")}});
    Layer layer;
    layer.objectId = said[QLatin1String("objectIdField")].toString();
    for (const auto value : said[QLatin1String("fields")].toArray()) {
        const QJsonObject field = value.toObject();
        const QString name = field[QLatin1String("name")].toString();
        const QString type = field[QLatin1String("type")].toString();
        if (layer.objectId.isEmpty() && type == QLatin1String("esriFieldTypeOID"))
            layer.objectId = name;
        if (isAboutPersons(name)) {
            layer.leftOut << name;
            continue;
        }
        layer.fields << name;
        if (type == QLatin1String("esriFieldTypeDate"))
            layer.times.insert(name);
    }
    if (layer.objectId.isEmpty() || layer.fields.isEmpty())
        fail(QStringLiteral("the address is no layer of a feature service"),
             QStringLiteral("The data set may have moved; look for it on the city's open data page."));
    return layer;
}

qint64 FeatureService::count()
{
    const QJsonObject said = ask(QStringLiteral("/query"), {{QStringLiteral("where"), QStringLiteral("1=1")},
                                                            {QStringLiteral("returnCountOnly"), QStringLiteral("true")},
                                                            {QStringLiteral("f"), QStringLiteral("json")}});
    return said[QLatin1String("count")].toInteger();
}

QJsonArray FeatureService::page(const Layer &layer, qint64 after)
{
    const QJsonObject said = ask(
        QStringLiteral("/query"),
        {{QStringLiteral("where"), QStringLiteral("%1 > %2").arg(layer.objectId).arg(after)},
         {QStringLiteral("orderByFields"), layer.objectId},
         {QStringLiteral("outFields"), layer.fields.join(QLatin1Char(','))},
         {QStringLiteral("outSR"), QStringLiteral("4326")},
         {QStringLiteral("resultRecordCount"), QString::number(m_settings.pageRows)},
         {QStringLiteral("f"), QStringLiteral("geojson")}});
    if (!said[QLatin1String("features")].isArray())
        fail(QStringLiteral("a page holds no features"), QStringLiteral("Try again later."));
    return said[QLatin1String("features")].toArray();
}

} // namespace forewatch
