#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QUrl>
#include <QUrlQuery>

#include <atomic>
#include <memory>

namespace forewatch::test {

/// A feature service on this machine's loopback with `rows` points, in a thread of its own: pages as the real ones do,
/// and fails in the ways that the tests ask for.
class FeatureServer
{
public:
    explicit FeatureServer(int rows) : m_rows(rows)
    {
        m_thread.start();
        m_server.moveToThread(&m_thread);
        QMetaObject::invokeMethod(&m_server, [this] {
            QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { accept(); });
            m_server.listen(QHostAddress::LocalHost);
        }, Qt::BlockingQueuedConnection);
    }

    ~FeatureServer()
    {
        QMetaObject::invokeMethod(&m_server, [this] {
            qDeleteAll(m_server.findChildren<QTcpSocket *>());
            m_server.close();
        }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

    QString address() const
    {
        return QStringLiteral("http://127.0.0.1:%1/services/NIBRS_GroupA_Crime_Data/FeatureServer/0").arg(m_server.serverPort());
    }

    // What goes wrong, counted in requests from now on.
    std::atomic<int> failures{0};    ///< answer 503
    std::atomic<int> stalls{0};      ///< never answer
    std::atomic<int> cuts{0};        ///< end in the middle of a page
    std::atomic<int> refuseAfter{-1}; ///< after so many pages, answer with an error in the body; −1 never
    std::atomic<int> pages{0};
    std::atomic<int> pageRows{7};    ///< the service's own limit
    std::atomic<int> hidden{0};      ///< rows that are counted but never given

private:
    void accept()
    {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            socket->setParent(&m_server);
            QObject::connect(socket, &QTcpSocket::readyRead, &m_server, [this, socket] {
                if (!socket->peek(65536).contains("\r\n\r\n"))
                    return;
                answer(*socket, QUrl(QString::fromLatin1(socket->readAll().split(' ').value(1))));
            });
            QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        }
    }

    static bool takeOne(std::atomic<int> &left)
    {
        if (left <= 0)
            return false;
        --left;
        return true;
    }

    void answer(QTcpSocket &socket, const QUrl &url)
    {
        if (takeOne(stalls))
            return;
        if (takeOne(failures)) {
            send(socket, "503 Service Unavailable", "busy");
            return;
        }
        const QUrlQuery query(url);
        const auto value = [&](const char *key) { return query.queryItemValue(QLatin1String(key), QUrl::FullyDecoded); };
        if (!url.path().startsWith(QLatin1String("/services/NIBRS_GroupA_Crime_Data/FeatureServer/0")))
            send(socket, "404 Not Found", "{}");
        else if (!url.path().endsWith(QLatin1String("/query")))
            send(socket, "200 OK", layer());
        else if (value("returnCountOnly") == QLatin1String("true"))
            send(socket, "200 OK", "{\"count\":" + QByteArray::number(m_rows + hidden) + '}');
        else
            sendPage(socket, value("where").section(QLatin1Char(' '), -1).toInt(), value("resultRecordCount").toInt(),
                     value("outFields"));
    }

    void sendPage(QTcpSocket &socket, int after, int wanted, const QString &fields)
    {
        if (refuseAfter >= 0 && pages >= refuseAfter) {
            send(socket, "200 OK", R"({"error":{"code":500,"message":"Unable to perform query"}})");
            return;
        }
        ++pages;
        const QByteArray body = page(after, std::min<int>(wanted, pageRows), fields.split(QLatin1Char(',')));
        if (takeOne(cuts)) {
            socket.write("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body.left(20));
            socket.disconnectFromHost();
            return;
        }
        send(socket, "200 OK", body);
    }

    static QByteArray layer()
    {
        return R"({"objectIdField":"RowID","fields":[{"name":"RowID","type":"esriFieldTypeOID"},
{"name":"CrimeDateTime","type":"esriFieldTypeDate"},{"name":"Description","type":"esriFieldTypeString"},
{"name":"Race","type":"esriFieldTypeString"},{"name":"Shooting","type":"esriFieldTypeString"}]})";
    }

    /// Row k is a larceny k hours after midnight UTC of 1 May 2024; every fifth has no place.
    QByteArray page(int after, int count, const QStringList &fields) const
    {
        QJsonArray features;
        for (int id = std::max(after, 0) + 1; id <= m_rows && features.size() < count; ++id) {
            QJsonObject properties = {{QStringLiteral("RowID"), id},
                                      {QStringLiteral("CrimeDateTime"), 1'714'521'600'000 + 3'600'000ll * id},
                                      {QStringLiteral("Description"), QStringLiteral("LARCENY, \"other\"")},
                                      {QStringLiteral("Shooting"), QJsonValue()}};
            if (fields.contains(QLatin1String("Race")))
                properties[QStringLiteral("Race")] = QStringLiteral("asked for");
            const QJsonValue place = id % 5 == 0 ? QJsonValue()
                : QJsonValue(QJsonObject{{QStringLiteral("type"), QStringLiteral("Point")},
                                         {QStringLiteral("coordinates"), QJsonArray{-76.6 + 0.001 * id, 39.3}}});
            features << QJsonObject{{QStringLiteral("type"), QStringLiteral("Feature")},
                                    {QStringLiteral("id"), id},
                                    {QStringLiteral("properties"), properties},
                                    {QStringLiteral("geometry"), place}};
        }
        return QJsonDocument(QJsonObject{{QStringLiteral("type"), QStringLiteral("FeatureCollection")},
                                         {QStringLiteral("features"), features}}).toJson(QJsonDocument::Compact);
    }

    static void send(QTcpSocket &socket, const QByteArray &status, const QByteArray &body)
    {
        socket.write("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                     + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        socket.disconnectFromHost();
    }

    int m_rows;
    QTcpServer m_server;
    QThread m_thread;
};

} // namespace forewatch::test
